"use strict";
// A mark is saved as soon as its field is left. Until the server has it, it stays in the page, also if that is loaded
// again, and is sent again.

const AGAIN = 5000, PATIENCE = 20000; // milliseconds
const cookie = name => document.cookie.match(`(?:^|; *)${name}=([^;]*)`)?.[1] ?? "";
const answers = [...document.querySelectorAll(".answer")].map(element => new class {
    element = element;
    points = element.querySelector("[name=points]");
    comment = element.querySelector("[name=comment]");
    seen = element.dataset.seen; // what the mark is for
    saved = JSON.stringify([this.points.defaultValue.trim(), this.comment.defaultValue.trim()]); // what the server has
    sending = false;
    again = false; // once this is sent
    failed = false; // the last time
    later = 0; // a timer

    get written() { return JSON.stringify([this.points.value.trim(), this.comment.value.trim()]); }
    get unsaved() { return this.written !== this.saved; }
    get waits() { return "waits" in this.element.dataset; }

    // Keep what the server doesn't have, for the time when the page is loaded again.
    keep() {
        const draft = JSON.stringify([this.seen, ...JSON.parse(this.written)]);
        if (this.unsaved) sessionStorage.setItem(this.element.dataset.mark, draft);
        else sessionStorage.removeItem(this.element.dataset.mark);
    }

    restore() {
        const draft = sessionStorage.getItem(this.element.dataset.mark);
        if (!draft) return;
        const [seen, points, comment] = JSON.parse(draft);
        [this.points.value, this.comment.value] = [points, comment];
        if (seen.split("-")[0] !== this.seen.split("-")[0]) {
            this.tell("Not saved: this was for another answer than the one that is here now.", true);
        } else {
            this.seen = seen;
            this.save();
        }
    }

    tell(text, wrong = false) {
        const told = this.element.querySelector(".told");
        told.textContent = text;
        told.classList.toggle("wrong", wrong);
        this.failed = wrong;
        count();
    }

    // Save what is written; `confirmed` also where the same points are for an answer that has changed.
    async save(confirmed = false) {
        clearTimeout(this.later);
        if (this.sending) {
            this.again = true;
            return;
        }
        if (!this.unsaved && !(confirmed && this.waits && this.points.value)) return;
        [this.sending, this.again] = [true, false];
        const sent = this.written, [points, comment] = JSON.parse(sent);
        let status = 0, reply = {};
        this.tell("Saving …");
        const body = JSON.stringify({points, comment, seen: this.seen});
        try {
            const response = await fetch(this.element.dataset.mark, {
                method: "PUT",
                headers: {"Content-Type": "application/json", "X-XSRFToken": cookie("_xsrf")},
                body,
                signal: AbortSignal.timeout(PATIENCE),
                keepalive: body.length < 50000, // also when the page is left; browsers refuse more
            });
            status = response.status;
            reply = await response.json();
        } catch (error) {
            if (status === 200) status = 0; // the reply broke off
        }
        this.sending = false;
        this.points.removeAttribute("aria-invalid");
        if (status === 200) {
            this.saved = sent;
            this.seen = reply.seen;
            this.element.toggleAttribute("data-waits", reply.waits);
            const state = this.element.querySelector(".state");
            state.textContent = reply.waits ? "Not marked" : reply.points ? "Marked" : "Not marked by a person";
            state.className = `state ${reply.waits ? "waits" : "done"}`;
            this.tell("Saved.");
            this.keep();
            if (this.again) this.save();
        } else if (status === 400 || status === 409) {
            if (status === 400) this.points.setAttribute("aria-invalid", "true");
            if (reply.seen) { // somebody else's mark, which may be replaced
                this.seen = reply.seen;
                this.saved = JSON.stringify([reply.points, reply.comment]);
            }
            this.tell(reply.message ?? "Not saved.", true);
            if (confirmed) this.go();
        } else {
            const why = status === 403 ? "you are logged out; log in again in another window"
                : status ? reply.message ?? `the server answered ${status}` : "the server does not answer";
            this.tell(`Not saved: ${why.replace(/\.$/, "")}. It is sent again every few seconds; keep this page open.`, true);
            this.later = setTimeout(() => this.save(confirmed), AGAIN);
        }
    }

    go() {
        this.points.focus({preventScroll: true});
        this.points.select();
        this.element.scrollIntoView({block: "start"});
    }
}());

function count() {
    document.getElementById("left").textContent = answers.filter(answer => answer.waits).length;
    const unsaved = answers.filter(answer => answer.unsaved && (answer.failed || answer !== current)).length;
    document.getElementById("unsaved").textContent = unsaved ? `${unsaved} not saved` : "";
}

let current = answers.find(answer => answer.waits) ?? answers[0];

const step = by => answers[answers.indexOf(current) + by];

function unmarked() {
    const place = answers.indexOf(current);
    return [...answers.slice(place + 1), ...answers.slice(0, place)].find(answer => answer.waits && !answer.unsaved);
}

const KEYS = {
    j: () => step(1)?.go(),
    ArrowDown: () => step(1)?.go(),
    k: () => step(-1)?.go(),
    ArrowUp: () => step(-1)?.go(),
    n: () => unmarked()?.go(),
    c: () => current.comment.focus(),
    Enter: () => {
        current.save(true);
        unmarked()?.go();
    },
};

for (const answer of answers) {
    answer.element.addEventListener("focusin", () => {
        current = answer;
        count();
    });
    answer.element.addEventListener("input", () => answer.keep());
    answer.element.addEventListener("change", () => answer.save());
    answer.element.querySelector("form").addEventListener("submit", event => event.preventDefault());
    answer.comment.addEventListener("keydown", event => {
        if (event.key === "Escape") answer.go();
        else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) KEYS.Enter();
    });
}

addEventListener("keydown", event => {
    const within = event.target === document.body || event.target.name === "points";
    if (!current || !within || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (KEYS[event.key] && (event.target.name === "points" || !event.key.startsWith("Arrow"))) {
        event.preventDefault();
        KEYS[event.key]();
    } else if (event.target === document.body && /^[0-9]$/.test(event.key)) {
        current.go(); // and the key writes into its points
    }
});
// What scrolls has to do so by keyboard, too.
for (const text of document.querySelectorAll(".text_cell_render, .output_subarea, .input_area")) {
    if (text.scrollWidth > text.clientWidth) text.tabIndex = 0;
}
addEventListener("online", () => answers.forEach(answer => answer.later && answer.save()));
addEventListener("beforeunload", event => {
    if (answers.some(answer => answer.unsaved)) event.preventDefault();
});
addEventListener("pagehide", () => answers.forEach(answer => answer.save())); // JupyterLab's frames ask nothing
answers.forEach(answer => answer.restore());
count();
