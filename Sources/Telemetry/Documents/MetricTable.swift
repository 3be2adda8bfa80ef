/// The metrics' part of the documentation.
enum MetricTable {
    /// A table for each chapter, and the bounds of the histograms.
    static var markdown: String {
        var text = ""
        for chapter in MetricCatalog.chapters {
            text += "### \(chapter.title)\n\n| metric | labels | what |\n|---|---|---|\n"
            for family in chapter.families { text += row(family) }
            text += "\n"
        }
        text += "### Bounds of the histograms\n\n| metric | upper bounds in seconds |\n|---|---|\n"
        for family in MetricCatalog.all {
            guard let buckets = family.buckets else { continue }
            text += "| `\(family.name)` | \(buckets.labels.joined(separator: ", ")) |\n"
        }
        return text
    }

    private static func row(_ family: MetricFamily) -> String {
        let labels = family.labels.map { "`\($0)`" }.joined(separator: ", ")
        var what = family.help
        if !family.remark.isEmpty { what += " " + family.remark }
        let kind = family.continues ? "\(family.kind.rawValue), goes on behind a restart" : family.kind.rawValue
        return "| `\(family.name)`<br>\(kind) | \(labels.isEmpty ? "–" : labels) | \(what) |\n"
    }
}
