extension WeeklyReport {
    /// The report as plain text.
    public var text: String {
        var lines = [title, ""]
        for table in tables {
            if !table.heading.isEmpty { lines += ["", "■ \(table.heading)"] }
            if table.rows.isEmpty { lines.append("  " + nothing) }
            if table.columns.isEmpty {
                lines += table.rows.map { "\($0.first ?? ""): \($0.dropFirst().joined(separator: " "))" }
            } else if !table.rows.isEmpty {
                lines += Self.aligned([table.columns] + table.rows)
            }
            if let note = table.note { lines.append("  " + note) }
        }
        lines += ["", closing]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report as HTML, for mail programs: without scripts, pictures, or anything from elsewhere.
    public var html: String {
        var html = """
            <!DOCTYPE html><html lang="\(language.rawValue)"><head><meta charset="utf-8">\
            <title>\(Self.escaped(title))</title></head>\
            <body style="font-family:sans-serif;color:#1f2328;background:#fff;max-width:720px;margin:0 auto;padding:16px">\
            <h1 style="font-size:20px">\(Self.escaped(title))</h1>
            """
        for table in tables {
            if !table.heading.isEmpty { html += "<h2 style=\"font-size:16px\">\(Self.escaped(table.heading))</h2>" }
            html += table.rows.isEmpty ? "<p>\(Self.escaped(nothing))</p>" : Self.html(table)
            if let note = table.note { html += "<p>\(Self.escaped(note))</p>" }
        }
        return html + "<p style=\"color:#59636e;font-size:12px\">\(Self.escaped(closing))</p></body></html>\n"
    }

    private static func html(_ table: Table) -> String {
        func row(_ cells: [String], _ tag: String) -> String {
            let all = cells.enumerated().map { index, text in
                let side = index == 0 || table.columns.isEmpty ? "left" : "right"
                let style = "padding:4px 12px 4px 0;border-bottom:1px solid #d0d7de;text-align:\(side)"
                return "<\(tag) style=\"\(style)\">\(escaped(text))</\(tag)>"
            }
            return "<tr>\(all.joined())</tr>"
        }
        let head = table.columns.isEmpty ? "" : row(table.columns, "th")
        let body = table.rows.map { row($0, "td") }.joined()
        return "<table style=\"border-collapse:collapse;font-size:14px\">\(head)\(body)</table>"
    }

    private var nothing: String { ReportWords(language: language)(.nothing) }

    private var closing: String { ReportWords(language: language)(.generated) }

    /// Columns of text under each other: the first to the left, the others to the right.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in
            rows.map { $0.indices.contains(column) ? width(of: $0[column]) : 0 }.max() ?? 0
        }
        return rows.map { row in
            let cells = row.enumerated().map { index, text in
                let padding = String(repeating: " ", count: max(0, widths[index] - width(of: text)))
                return index == 0 ? text + padding : padding + text
            }
            return "  " + cells.joined(separator: "  ")
        }
    }

    /// How many columns of a terminal a text takes: East Asian characters take two (UAX #11, the wide blocks).
    private static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { width, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60,
                0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                width + 2
            default: width + 1
            }
        }
    }

    /// A text inside of HTML.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
