import JSONText

/// Cuts a page out of a list that is held in memory.
enum Listing {
    /// A page: `{"rows": […], "next": …}`.
    /// - Parameters:
    ///   - elements: all rows that may be seen, in any order.
    ///   - request: which part is wanted.
    ///   - list: the list's name, so that no cursor of another list fits.
    ///   - cursor: a row's place.
    ///   - json: a row as it is shown.
    static func page<Element>(
        of elements: some Sequence<Element>,
        _ request: AdminRequest,
        list: String,
        cursor: (Element) -> ListCursor,
        json: (Element) async throws(AdminError) -> JSONValue
    ) async throws(AdminError) -> AdminAnswer {
        let (limit, text) = try request.page()
        var places = elements.map { (place: cursor($0), element: $0) }
        if let text {
            let start = try ListCursor(text, list: list)
            places.removeAll { $0.place <= start }
        }
        places.sort { $0.place < $1.place }
        var rows: [JSONValue] = []
        for (_, element) in places.prefix(limit) { rows.append(try await json(element)) }
        let hasMore = places.count > limit
        let next = hasMore ? places.prefix(limit).last.map { JSONValue.string($0.place.text(list: list)) } : nil
        return .json(["rows": .array(rows), "next": next ?? .null])
    }
}
