import JSONText

/// Lists all fields of a section and of the sections in it, one row each.
struct ReferenceTable {
    /// The sections that are listed once, in the order in which they came up.
    private var once: [SectionDescription] = []

    static func markdown(_ section: SectionDescription) -> String {
        var table = ReferenceTable()
        var rows = ["| Field | Type | Default | Meaning |", "|---|---|---|---|"] + table.rows(section, under: "")
        var next = 0
        while next < table.once.count {
            let section = table.once[next]
            rows += table.rows(section, under: (section.placeholder ?? "") + ".")
            next += 1
        }
        return rows.joined(separator: "\n") + "\n"
    }

    private mutating func rows(_ section: SectionDescription, under prefix: String) -> [String] {
        var rows: [String] = []
        for field in section.fields {
            let path = prefix + field.name
            let cells = ["`\(path)`", field.shape.words, Self.fallback(of: field), field.help]
            rows.append("| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |")
            rows += self.rows(inside: field.shape, under: path)
        }
        return rows
    }

    private mutating func rows(inside shape: Shape, under path: String) -> [String] {
        switch shape {
        case .section(let section):
            guard let placeholder = section.placeholder else { return rows(section, under: path + ".") }
            if !once.contains(where: { $0.placeholder == placeholder }) { once.append(section) }
            return []
        case .list(let element, _): return rows(inside: element, under: path + "[]")
        case .map(_, let element, _): return rows(inside: element, under: path + ".NAME")
        case .either(let one, let other): return rows(inside: one, under: path) + rows(inside: other, under: path)
        default: return []
        }
    }

    private static func fallback(of field: FieldDescription) -> String {
        if field.isRequired { return "required" }
        return switch field.fallback {
        case .nothing: "–"
        case .value(let value): "`\(value.string ?? value.text)`"
        case .words(let words): words
        }
    }
}
