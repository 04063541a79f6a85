//! The map that a manager looks at: SVG without scripts, fonts or pictures from elsewhere.

use std::fmt::Write as _;

use super::{FaultKind, GridReport, SetFault, ground::are_near, report::counted};
use crate::{
    geo::{Coordinate, coordinate::metres_per_degree},
    text::{Lang, Text},
};

const MAP: f64 = 900.0;
const MARGIN: f64 = 24.0;
const TOP: f64 = 64.0;
const LIST: f64 = 560.0;
const LINE: f64 = 21.0;
/// The list shows no more faults than this; the text has them all.
const LISTED: usize = 60;
/// Letters of one line in the list, a Chinese one counted as two.
const LINE_WIDTH: usize = 72;

/// Pale fills by which neighbours are told apart.
const FILLS: [&str; 6] = ["#e3eef7", "#eaf3e2", "#fbf1dc", "#efe8f4", "#e2f2f0", "#f6e9e4"];

/// A fault is on the map if it lies no farther beside the grids than this part of their extent.
const BESIDE: f64 = 0.25;

/// Degrees on the paper.
struct Paper {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
    width: f64,
    height: f64,
    metres_across: f64,
}

impl Paper {
    fn over(report: &GridReport) -> Self {
        let grids = around(report.areas().filter_map(|(_, area)| area.bounds()));
        // One home with a mistyped degree must not shrink all grids to a dot.
        let reach = grids.map(|[w, s, e, n]| {
            let (wide, high) = ((e - w) * BESIDE, (n - s) * BESIDE);
            [w - wide, s - high, e + wide, n + high]
        });
        let near = report.faults.iter().filter_map(|fault| match reach {
            Some(reach) => within(bounds(fault)?, reach),
            None => bounds(fault),
        });
        let [west, south, east, north] =
            around(grids.into_iter().chain(near)).unwrap_or([0.0, 0.0, 1e-3, 1e-3]);
        let (per_lon, per_lat) = metres_per_degree(f64::midpoint(south, north));
        let (wide, high) = (((east - west) * per_lon).max(1.0), ((north - south) * per_lat).max(1.0));
        let scale = MAP / wide.max(high);
        Self {
            west,
            north,
            across: per_lon * scale,
            down: per_lat * scale,
            width: wide * scale,
            height: high * scale,
            metres_across: wide,
        }
    }

    fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        (MARGIN + (lon - self.west) * self.across, TOP + (self.north - lat) * self.down)
    }

    /// Where a mark stands, at the edge if its place lies beyond it, and whether it does.
    fn mark(&self, at: &Coordinate) -> (f64, f64, bool) {
        let (x, y) = self.at(at.lon(), at.lat());
        let (right, bottom) = (MARGIN + self.width, TOP + self.height);
        let is_beyond = x < MARGIN - 1.0 || x > right + 1.0 || y < TOP - 1.0 || y > bottom + 1.0;
        (x.clamp(MARGIN, right), y.clamp(TOP, bottom), is_beyond)
    }

    fn path(&self, rings: &[Vec<Vec<[f64; 2]>>]) -> String {
        let mut path = String::new();
        for ring in rings.iter().flatten() {
            for (index, [lon, lat]) in ring.iter().enumerate() {
                let (x, y) = self.at(*lon, *lat);
                let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" });
            }
            path.push('Z');
        }
        path
    }
}

/// The box around all boxes.
fn around(boxes: impl Iterator<Item = [f64; 4]>) -> Option<[f64; 4]> {
    boxes.reduce(|[w, s, e, n], [west, south, east, north]| {
        [w.min(west), s.min(south), e.max(east), n.max(north)]
    })
}

/// The box around a fault's place and ground.
fn bounds(fault: &SetFault) -> Option<[f64; 4]> {
    let place = fault.at.map(|at| [at.lon(), at.lat()]);
    let points = fault.ground.iter().flatten().flatten().copied().chain(place);
    around(points.map(|[lon, lat]| [lon, lat, lon, lat]))
}

/// What of a box lies in `reach`.
fn within(inner: [f64; 4], reach: [f64; 4]) -> Option<[f64; 4]> {
    let ([w, s, e, n], [west, south, east, north]) = (inner, reach);
    are_near(&inner, &reach, 0.0).then(|| [w.max(west), s.max(south), e.min(east), n.min(north)])
}

/// Draws the report.
pub(super) fn draw(report: &GridReport, lang: Lang) -> String {
    let paper = Paper::over(report);
    let listed = report.faults.len().min(LISTED);
    let lines: usize =
        report.faults.iter().take(listed).map(|fault| wrap(fault.sentence.in_lang(lang)).len()).sum();
    let map_width = paper.width.max(legend_width(lang));
    let (width, height) = (
        map_width + LIST + 3.0 * MARGIN,
        (paper.height + TOP + 90.0).max(TOP + 60.0 + (lines + 1) as f64 * LINE),
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" font-family=\"'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    let faults = report.faults.len();
    let title = Text::new(
        format!("网格检查：{} 个网格，{faults} 个问题", report.grids.len()),
        format!("Grid check: {}, {}", counted(report.grids.len(), "grid"), counted(faults, "fault")),
    );
    text(&mut svg, MARGIN, 36.0, 22, "#222", title.in_lang(lang), "bold");
    begin_paper(&mut svg, &paper);
    draw_grids(&mut svg, report, &paper);
    draw_grounds(&mut svg, report, &paper);
    svg.push_str("</g>\n");
    for (index, fault) in report.faults.iter().enumerate() {
        draw_mark(&mut svg, index + 1, fault, &paper);
    }
    draw_scale(&mut svg, &paper);
    draw_legend(&mut svg, &paper, lang);
    draw_list(&mut svg, report, listed, map_width + 2.0 * MARGIN, lang);
    svg.push_str("</svg>\n");
    svg
}

fn draw_grids(svg: &mut String, report: &GridReport, paper: &Paper) {
    let many = report.grids.len() > 150;
    for (index, (grid, area)) in report.areas().enumerate() {
        let fill = FILLS.get(index % FILLS.len()).copied().unwrap_or("#eee");
        let path = paper.path(&area.rings());
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"{fill}\" stroke=\"#6b7a86\" stroke-width=\"1\" fill-rule=\"evenodd\"><title>{} {}</title></path>",
            grid.code,
            escape(grid.name.as_deref().unwrap_or_default())
        );
        if let Some(at) = area.inner_point().filter(|_| !many) {
            let (x, y) = paper.at(at.lon(), at.lat());
            let label = grid.name.clone().unwrap_or_else(|| format!("{:03}", grid.code.number()));
            let _ = writeln!(
                svg,
                "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"12\" fill=\"#44525e\" text-anchor=\"middle\">{}</text>",
                escape(&label)
            );
        }
    }
}

const fn colour(kind: FaultKind) -> &'static str {
    match kind {
        FaultKind::Overlap | FaultKind::OutsideVillage => "#c62828",
        FaultKind::Gap | FaultKind::VillageUncovered => "#1565c0",
        FaultKind::OverlapSliver | FaultKind::GapSliver => "#ef6c00",
        FaultKind::Import(_)
        | FaultKind::CheckStopped
        | FaultKind::TooManyFaults
        | FaultKind::VillageUnknown
        | FaultKind::DuplicateCode
        | FaultKind::HomeInNoGrid
        | FaultKind::HomeInOtherGrid
        | FaultKind::NobodyAnswers => "#6a1b9a",
    }
}

/// Nothing is drawn over title, list and legend.
fn begin_paper(svg: &mut String, paper: &Paper) {
    let (x, y) = (MARGIN / 2.0, TOP - MARGIN / 2.0);
    let (width, height) = (paper.width + MARGIN, paper.height + MARGIN);
    let _ = writeln!(
        svg,
        "<clipPath id=\"paper\"><rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/></clipPath>\n\
         <g clip-path=\"url(#paper)\">"
    );
}

/// The ground of all faults, the smallest on top.
fn draw_grounds(svg: &mut String, report: &GridReport, paper: &Paper) {
    let mut faults: Vec<_> = report.faults.iter().filter(|fault| !fault.ground.is_empty()).collect();
    let square_metres = |fault: &SetFault| fault.area_m2.unwrap_or_default();
    faults.sort_by(|a, b| square_metres(b).total_cmp(&square_metres(a)));
    for fault in faults {
        let (colour, path) = (colour(fault.kind), paper.path(&fault.ground));
        let _ = writeln!(
            svg,
            "<path d=\"{path}\" fill=\"{colour}\" fill-opacity=\"0.45\" stroke=\"{colour}\" stroke-width=\"1.5\" fill-rule=\"evenodd\"/>"
        );
    }
}

fn draw_mark(svg: &mut String, number: usize, fault: &SetFault, paper: &Paper) {
    let Some(at) = fault.at else { return };
    let (x, y, is_beyond) = paper.mark(&at);
    // A fault of a whole grid stands above its name.
    let of_grid = matches!(fault.kind, FaultKind::NobodyAnswers | FaultKind::DuplicateCode);
    let y = if of_grid { y - 26.0 } else { y };
    let colour = colour(fault.kind);
    let dashes = if is_beyond { " stroke-dasharray=\"3 3\"" } else { "" };
    let _ = writeln!(
        svg,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"11\" fill=\"#fff\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>\
         <text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"12\" font-weight=\"bold\" fill=\"{colour}\" text-anchor=\"middle\">{number}</text>",
        y + 4.2
    );
}

fn draw_scale(svg: &mut String, paper: &Paper) {
    let wished = paper.metres_across / 4.0;
    let power = 10f64.powf(wished.log10().floor());
    let metres =
        [5.0, 2.0, 1.0].into_iter().map(|n| n * power).find(|metres| *metres <= wished).unwrap_or(power);
    let length = metres / paper.metres_across * paper.width;
    let y = TOP + paper.height + 34.0;
    let label = if metres >= 1_000.0 { format!("{} km", metres / 1_000.0) } else { format!("{metres} m") };
    let _ = writeln!(
        svg,
        "<path d=\"M{MARGIN} {y:.1}v-6h0v6H{:.1}v-6\" fill=\"none\" stroke=\"#222\" stroke-width=\"2\"/>",
        MARGIN + length
    );
    text(svg, MARGIN + length + 8.0, y, 13, "#222", &label, "normal");
}

/// What the colours mean.
fn legend() -> [(FaultKind, Text); 4] {
    [
        (FaultKind::Overlap, Text::new("重叠、越界", "overlap, beyond village")),
        (FaultKind::Gap, Text::new("空白", "gap")),
        (FaultKind::GapSliver, Text::new("狭长条", "sliver")),
        (
            FaultKind::DuplicateCode,
            Text::new("其他（虚线圈：位置在图外）", "other (dashed: lies beyond the map)"),
        ),
    ]
}

/// What one entry of the legend takes up.
fn entry_width(label: &str) -> f64 {
    40.0 + width_of(label) as f64 * 7.0
}

/// A map may be narrower than its legend.
fn legend_width(lang: Lang) -> f64 {
    legend().iter().map(|(_, label)| entry_width(label.in_lang(lang))).sum()
}

fn draw_legend(svg: &mut String, paper: &Paper, lang: Lang) {
    let y = TOP + paper.height + 64.0;
    let mut x = MARGIN;
    for (kind, label) in legend() {
        let label = label.in_lang(lang);
        let _ = writeln!(
            svg,
            "<rect x=\"{x:.1}\" y=\"{:.1}\" width=\"14\" height=\"14\" fill=\"{}\" fill-opacity=\"0.6\"/>",
            y - 12.0,
            colour(kind)
        );
        text(svg, x + 20.0, y, 13, "#222", label, "normal");
        x += entry_width(label);
    }
}

fn draw_list(svg: &mut String, report: &GridReport, listed: usize, x: f64, lang: Lang) {
    let mut y = TOP + 12.0;
    for (index, fault) in report.faults.iter().take(listed).enumerate() {
        text(svg, x, y, 14, colour(fault.kind), &format!("{}.", index + 1), "bold");
        for line in wrap(fault.sentence.in_lang(lang)) {
            text(svg, x + 34.0, y, 14, "#222", &line, "normal");
            y += LINE;
        }
    }
    let rest = report.faults.len() - listed;
    if rest > 0 {
        let more = Text::new(format!("另有 {rest} 个，见文字报告"), format!("and {rest} more: see the text"));
        text(svg, x, y, 14, "#222", more.in_lang(lang), "normal");
    }
}

fn text(svg: &mut String, x: f64, y: f64, size: u32, colour: &str, words: &str, weight: &str) {
    let words = escape(words);
    let _ = writeln!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{colour}\" font-weight=\"{weight}\">{words}</text>"
    );
}

fn width_of(words: &str) -> usize {
    words.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum()
}

/// Cuts a sentence into lines, at blanks where there are any.
fn wrap(words: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split_inclusive([' ', '，', '。', '：']) {
        let fits = lines.last().is_some_and(|line| width_of(line) + width_of(word) <= LINE_WIDTH);
        match lines.last_mut() {
            Some(line) if fits || line.is_empty() => line.push_str(word),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn escape(words: &str) -> String {
    let mut safe = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            control if control.is_control() => safe.push(' '),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geo::{Area, Datum, GridShape};

    /// Where these words begin.
    fn x_of(svg: &str, words: &str) -> f64 {
        let line = svg.lines().find(|line| line.ends_with(&format!(">{words}</text>"))).unwrap();
        let (_, from) = line.rsplit_once("<text x=\"").unwrap();
        from.split_once('"').unwrap().0.parse().unwrap()
    }

    #[test]
    fn the_list_stands_beside_the_legend_of_a_map_however_narrow() {
        let ring = [[108.0, 34.0], [108.001, 34.0], [108.001, 34.1], [108.0, 34.1], [108.0, 34.0]];
        let area = Area::from_rings(&[vec![ring.to_vec()]], Datum::Wgs84).unwrap();
        let code = "610102001001001".parse().unwrap();
        let grid = GridShape { code, name: None, area: Some(area) };
        let fault = SetFault::of_grid(FaultKind::NobodyAnswers, code, Text::new("无人负责", "nobody"));
        let report = GridReport { grids: vec![grid], faults: vec![fault] };
        for lang in [Lang::ZhCn, Lang::En] {
            let svg = report.svg(lang);
            let [.., (_, last)] = legend();
            let label = last.in_lang(lang);
            assert!(x_of(&svg, label) + width_of(label) as f64 * 7.0 <= x_of(&svg, "1."), "{lang:?}");
        }
    }
}
