import Governance
public import JSONText

/// What clients of the admin API do beside single requests: read lists to their end, find things by their names.
public struct AdminClient: Sendable {
    /// More pages of a list are not read; with pages of a thousand rows that is a million.
    private static let mostPages = 1000

    /// The way to the API.
    public let door: any AdminDoor

    /// A client.
    /// - Parameter door: the way to the API.
    public init(_ door: any AdminDoor) { self.door = door }

    /// Reads a list to its end.
    /// - Parameter call: the request for its first page.
    /// - Returns: one page with all rows, `{"rows": […], "next": null}`.
    public func allPages(_ call: AdminCall) async throws(AdminFailure) -> JSONValue {
        var rows: [JSONValue] = []
        var call = call
        call.query.removeAll { $0.name == "limit" }
        call.query.append(.init("limit", String(AdminRequest.pageSizes.upperBound)))
        for _ in 0..<Self.mostPages {
            let page = try await door.answer(call).value
            rows += page["rows"]?.array ?? []
            guard let next = page["next"]?.string else { return ["rows": .array(rows), "next": nil] }
            call.query.removeAll { $0.name == "cursor" }
            call.query.append(.init("cursor", next))
        }
        throw AdminFailure(code: "too_long", "The list has more than \(rows.count) rows: read it page by page.")
    }

    /// Finds the id of a key or a user that is named by its id or its name. Of keys of one name the one that is not revoked
    /// is meant.
    /// - Parameters:
    ///   - reference: the id or the name.
    ///   - collection: `keys` or `users`.
    /// - Throws: `not_found`, or `ambiguous` where several bear the name.
    public func id(of reference: String, in collection: String) async throws(AdminFailure) -> String {
        do {
            let object = try await door.answer(AdminCall(.get, "/\(collection)/{id}", reference)).value
            return object["id"]?.string ?? reference
        } catch  where error.status == 404 {
            // It may be a name.
        }
        var found =
            try await door.answer(
                AdminCall(.get, "/\(collection)", query: [.init("name", reference), .init("limit", "1000")])
            ).value["rows"]?.array ?? []
        let living = found.filter { $0["revoked"]?.string == nil }
        if !living.isEmpty { found = living }
        let ids = found.compactMap { $0["id"]?.string }
        guard let id = ids.first else {
            throw AdminFailure(code: "not_found", "None of the \(collection) has the id or the name '\(reference)'.")
        }
        guard ids.count == 1 else {
            throw AdminFailure(
                code: "ambiguous",
                "Several of the \(collection) are called '\(reference)'; say which by its id: \(ids.joined(separator: ", "))."
            )
        }
        return id
    }
}
