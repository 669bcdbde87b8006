// SPDX-License-Identifier: EUPL-1.2
// Draws the charts of a page with Vega-Lite under a strict policy: expressions are read,
// never evaluated, and no style is written into the page.
(() => {
  "use strict";
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const theme = () => ({
    background: "transparent",
    font: "Inter Variable, system-ui, sans-serif",
    view: { stroke: "transparent" },
    axis: { labelColor: css("--ink-soft"), titleColor: css("--ink-soft"), gridColor: css("--line"), domainColor: css("--line"), tickColor: css("--line"), labelFontSize: 12, titleFontSize: 12, titleFontWeight: 500 },
    legend: { labelColor: css("--ink"), titleColor: css("--ink-soft"), labelFontSize: 12, titleFontSize: 12, orient: "top", title: null, labelLimit: 0, columns: window.innerWidth < 500 ? 1 : 0 },
    range: { category: [css("--chart-1"), css("--chart-2"), css("--chart-3"), css("--chart-4")] },
    rule: { color: css("--ink-soft") }, text: { color: css("--ink") }, bar: { color: css("--chart-1") }, line: { color: css("--chart-1"), strokeWidth: 2.5 }, area: { color: css("--chart-1") }, point: { color: css("--chart-1"), filled: true, size: 50 },
  });
  const swedish = { decimal: ",", thousands: "\u00a0", grouping: [3], currency: ["", "\u00a0kr"], minus: "\u2212" };
  const english = { decimal: ".", thousands: ",", grouping: [3], currency: ["", "\u00a0kr"], minus: "\u2212" };

  document.querySelectorAll("[data-chart]").forEach((figure) => {
    const target = figure.querySelector(".chart-drawing");
    const specification = JSON.parse(document.getElementById(target.id + "-data").textContent);
    const options = {
      ast: true, actions: false, defaultStyle: false, renderer: "svg", tooltip: false,
      config: theme(), formatLocale: document.documentElement.lang === "sv" ? swedish : english,
    };
    window.vegaEmbed(target, specification, options).catch(() => {
      figure.querySelector("details").open = true;
    });
  });
})();
