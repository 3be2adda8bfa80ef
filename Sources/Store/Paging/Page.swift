/// Part of a list.
public struct Page<Row: Sendable>: Sendable {
    /// The rows, in the list's order.
    public var rows: [Row]
    /// Where this part ends; `nil` where nothing follows.
    public var next: PageCursor?

    /// A part of a list.
    public init(rows: [Row], next: PageCursor?) {
        self.rows = rows
        self.next = next
    }

    /// Makes a page of one row more than was asked for, if there is one: it tells that something follows.
    init(_ rows: [Row], limit: Int, cursor: (Row) -> PageCursor) {
        let shown = Array(rows.prefix(limit))
        self.init(rows: shown, next: rows.count > limit ? shown.last.map(cursor) : nil)
    }
}
