// An extension of JupyterLab for what students meet of nbgrader's: the results of Validate, and the link to feedback.
// JupyterLab loads this file as it is; nothing has to be built. nbgrader's own extension stays, and does all the work.
(() => {
  "use strict";

  const NAME = "neural-networks-course";
  const NOT_LOOKED_AT =
    "Validate did not look at two things: checks on other numbers, which run only when your work is graded, and " +
    "answers in words, which a person reads.";

  function element(tag, text, ...children) {
    const made = document.createElement(tag);
    made.textContent = text;
    made.append(...children);
    return made;
  }

  // What a check says of itself in its first line: "# check: neuron, by hand".
  function titleOf(source) {
    const line = source.querySelector("pre").firstChild?.textContent ?? "";
    return /^#+ *(?:check: *)?(.+)/.exec(line)?.[1] ?? line;
  }

  // nbgrader shows a headline, the code and the error of each cell. The error has the sentence that helps.
  function showFailed(message) {
    const parts = [...message.children];
    const count = parts.length / 3;
    message.replaceChildren(
      element("p", count === 1 ? "One check does not pass yet." : `${count} checks do not pass yet.`),
    );
    for (let at = 0; at < parts.length; at += 3) {
      const [, source, error] = parts.slice(at, at + 3);
      const code = element("details", "", element("summary", "What was checked"), source);
      message.append(element("h3", titleOf(source)), error, code);
    }
    message.append(element("p", NOT_LOOKED_AT));
  }

  function showPassed(message) {
    message.replaceChildren(element("p", "All checks that you can see pass."), element("p", NOT_LOOKED_AT));
  }

  function reword(dialog) {
    const message = dialog.node.querySelector("#validation-message");
    if (message?.classList.contains("validation-failed")) showFailed(message);
    if (message?.classList.contains("validation-success")) showPassed(message);
  }

  // nbgrader's link to feedback goes to the folder that it was fetched into.
  async function openFeedback(app, folder) {
    const { content } = await app.serviceManager.contents.get(folder);
    for (const { path } of content.filter((file) => file.path.endsWith(".html"))) {
      await app.commands.execute("docmanager:open", { path });
    }
  }

  let shared; // JupyterLab's own packages, by name and version

  const plugin = {
    id: `${NAME}:plugin`,
    autoStart: true,
    activate: async (app) => {
      app.commands.commandExecuted.connect(async (_, { id, args, result }) => {
        if (id === "filebrowser:go-to-path" && /(^|\/)feedback\/[^/]+$/.test(args.path)) {
          await result;
          await openFeedback(app, args.path);
        }
      });
      const [apputils] = Object.values(shared["@jupyterlab/apputils"]);
      const { Dialog } = (await apputils.get())();
      Dialog.tracker.widgetAdded.connect((_, dialog) => reword(dialog));
    },
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB[NAME] = {
    init: (scope) => {
      shared = scope;
    },
    get: async () => () => ({ __esModule: true, default: [plugin] }),
  };
})();
