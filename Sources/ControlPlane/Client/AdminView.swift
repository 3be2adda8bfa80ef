public import JSONText

/// How the answers of one route look on a terminal: which members, in which columns.
public struct AdminView: Sendable {
    /// One column.
    struct Column: Sendable {
        /// Which currency a column's amounts are in, if any.
        enum Money: Sendable {
            case dollars
            /// The one that people are shown, whose code is a part of the title.
            case shown
        }

        let title: String
        let alignment: TextTable.Alignment
        var money: Money?
        let cell: @Sendable (JSONValue) -> String

        /// A column of text from a member, or from a member of a member: `["object", "id"]`.
        static func text(_ title: String, _ path: String...) -> Column {
            Column(title: title, alignment: .left) { CellText.text(CellText.value($0, path)) }
        }

        /// A column of numbers.
        static func number(_ title: String, _ path: String...) -> Column {
            Column(title: title, alignment: .right) { CellText.text(CellText.value($0, path)) }
        }

        /// A column of amounts in US dollars.
        static func dollars(_ title: String, _ path: String...) -> Column {
            Column(title: title, alignment: .right, money: .dollars) { CellText.text(CellText.value($0, path)) }
        }

        /// A column of amounts in the currency that people are shown.
        static func shown(_ title: String, _ path: String...) -> Column {
            Column(title: title, alignment: .right, money: .shown) { CellText.text(CellText.value($0, path)) }
        }

        static func own(_ title: String, _ cell: @escaping @Sendable (JSONValue) -> String) -> Column {
            Column(title: title, alignment: .left, cell: cell)
        }
    }

    private let columns: [Column]

    init(_ columns: [Column]) { self.columns = columns }

    /// Rows as a table; those of `usage` end in their total.
    /// - Parameter page: `{"rows": […], "total": {…}}`.
    /// - Parameter currency: the only currency to show, by its code; nil for US dollars and the configured one beside.
    public func table(_ page: JSONValue, currency: String? = nil) -> String {
        let code = Self.shownCurrency(of: page)
        let columns = columns.filter { column in
            switch column.money {
            case nil: true
            case .dollars: currency == nil || currency == "USD"
            case .shown: code != nil && (currency == nil || currency == code)
            }
        }
        var table = TextTable(
            columns.map { ($0.money == .shown ? "\($0.title) \(code ?? "")" : $0.title, $0.alignment) }
        )
        for row in page["rows"]?.array ?? [] { table.append(columns.map { $0.cell(row) }) }
        if let total = page["total"] {
            var cells = columns.map { $0.cell(total) }
            if !cells.isEmpty { cells[0] = "TOTAL" }
            table.append(cells)
        }
        return table.text
    }

    /// The code of the currency that amounts of a page are in beside US dollars; nil where there are none.
    public static func shownCurrency(of page: JSONValue) -> String? {
        for row in (page["rows"]?.array ?? []) + [page["total"] ?? .null] {
            if let code = (row["cost_display"] ?? row["display"])?["currency"]?.string { return code }
        }
        return nil
    }

    /// All members of an object, a line each, those of objects and lists in it by their way there.
    public static func details(_ object: JSONValue) -> String {
        let lines = CellText.lines(object)
        let width = lines.reduce(0) { max($0, TerminalText.width($1.name)) }
        return lines.map { name, value in
            let name = TerminalText.plain(name)
            return name + String(repeating: " ", count: max(0, width - TerminalText.width(name)) + 2)
                + TerminalText.plain(value)
        }.joined(separator: "\n")
    }
}

/// JSON values as cells of a table.
enum CellText {
    /// What stands where there is nothing.
    static let nothing = "-"

    static func value(_ row: JSONValue, _ path: [String]) -> JSONValue? {
        var value: JSONValue? = row
        for name in path { value = value?[name] }
        return value
    }

    static func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: nothing
        case .string(let text): text.isEmpty ? nothing : text
        case .array(let elements): elements.isEmpty ? nothing : elements.map { text($0) }.joined(separator: ",")
        case .some(let other): other.text
        }
    }

    /// Every member of an object that is no object itself, by its way there: `metadata.purpose`, `budgets[0].amount`.
    static func lines(_ value: JSONValue) -> [(name: String, value: String)] {
        (value.object ?? JSONObject()).flatMap { lines($0.value, at: $0.name) }
    }

    private static func lines(_ value: JSONValue, at name: String) -> [(name: String, value: String)] {
        if let object = value.object, !object.isEmpty {
            return object.flatMap { lines($0.value, at: "\(name).\($0.name)") }
        }
        if let elements = value.array, elements.contains(where: { $0.object != nil }) {
            return elements.enumerated().flatMap { lines($0.element, at: "\(name)[\($0.offset)]") }
        }
        if value.object != nil { return [(name, nothing)] }
        return [(name, text(value))]
    }
}
