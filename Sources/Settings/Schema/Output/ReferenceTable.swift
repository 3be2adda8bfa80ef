import JSONText

/// Lists all fields of a section and of the sections in it, one row each.
enum ReferenceTable {
    static func markdown(_ section: SectionDescription) -> String {
        let head = ["| Field | Type | Default | Meaning |", "|---|---|---|---|"]
        return (head + rows(section, under: "")).joined(separator: "\n") + "\n"
    }

    private static func rows(_ section: SectionDescription, under prefix: String) -> [String] {
        section.fields.flatMap { field in
            let path = prefix + field.name
            let cells = ["`\(path)`", field.shape.words, fallback(of: field), field.help]
            let row = "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
            return [row] + rows(inside: field.shape, under: path)
        }
    }

    private static func rows(inside shape: Shape, under path: String) -> [String] {
        switch shape {
        case .section(let section): rows(section, under: path + ".")
        case .list(let element, _): rows(inside: element, under: path + "[]")
        case .map(_, let element, _): rows(inside: element, under: path + ".NAME")
        case .either(let one, let other): rows(inside: one, under: path) + rows(inside: other, under: path)
        default: []
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
