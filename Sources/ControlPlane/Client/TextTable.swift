/// A table of aligned columns for a terminal.
public struct TextTable: Sendable {
    /// On which side a column's cells stand.
    public enum Alignment: Sendable {
        /// Text.
        case left
        /// Numbers.
        case right
    }

    private static let gap = "  "

    private let head: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// An empty table.
    /// - Parameter columns: the titles, each with its side.
    public init(_ columns: [(title: String, alignment: Alignment)]) {
        head = columns.map(\.title)
        alignments = columns.map(\.alignment)
    }

    /// Adds a row; cells that are missing are empty, those too many are left out.
    public mutating func append(_ cells: [String]) {
        let cells = cells.prefix(head.count).map(TerminalText.plain)
        rows.append(cells + Array(repeating: "", count: head.count - cells.count))
    }

    /// The table, a line for each row, the titles first; no line ends in spaces.
    public var text: String {
        let all = [head] + rows
        let widths = head.indices.map { column in all.reduce(0) { max($0, TerminalText.width($1[column])) } }
        return all.map { row in
            let line = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - TerminalText.width(row[column]))
                return alignments[column] == .left ? row[column] + space : space + row[column]
            }.joined(separator: Self.gap)
            return String(line.reversed().drop { $0 == " " }.reversed())
        }.joined(separator: "\n")
    }
}
