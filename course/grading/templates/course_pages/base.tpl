{#- nbgrader's page with a link to the marking pages, and with no student called "None, None". -#}
{%- extends "nbgrader/base.tpl" -%}

{%- block body -%}
<p><a href="{{ base_url }}/formgrader/marking">Mark answers in words</a></p>
{{ super() }}
{%- endblock -%}

{%- block script -%}
<script>
for (const view of [window.SubmissionUI, window.StudentUI]) {
  if (!view) continue;
  const render = view.prototype.render;
  view.prototype.render = function () {
    render.call(this);
    const {first_name, last_name, student, id} = this.model.attributes;
    if (first_name && last_name) return;
    const name = last_name || first_name || student || id;
    const place = this.$student_name || this.$name;
    place.attr("data-order", name);
    (place.find("a").length ? place.find("a") : place).text(name);
  };
}
</script>
{%- endblock -%}
