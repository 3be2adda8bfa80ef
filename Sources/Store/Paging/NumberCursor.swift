internal import JSONText

/// A place in a list that is ordered by one number.
enum NumberCursor {
    /// The cursor after the row of a number.
    static func cursor(list: StaticString, _ number: Int64) -> PageCursor {
        PageCursor(list: list, [JSONValue(Int(number))])
    }

    /// The number that a cursor names.
    static func position(of cursor: PageCursor, in list: StaticString) throws(StoreError) -> Int64 {
        guard let number = try cursor.position(in: list, count: 1)[0].int else {
            throw StoreError(.invalidCursor, "the cursor is not one of this list")
        }
        return Int64(number)
    }
}
