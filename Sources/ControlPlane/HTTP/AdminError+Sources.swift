import Governance
import Store

extension AdminError {
    /// What callers are told of the store's troubles.
    init(_ error: StoreError) {
        switch error.code {
        case .conflict: self.init(409, .conflict, Self.sentence(error.detail))
        case .notFound: self = .notFound
        case .outdated: self = .outdated
        case .busy: self.init(503, .busy, "The store is busy; try again.", retryAfter: 1)
        case .invalid: self.init(400, .invalidRequest, Self.sentence(error.detail))
        case .invalidCursor: self = .invalidCursor
        case .full: self.init(503, .storeUnavailable, "The store is full: nothing can be changed.", retryAfter: 60)
        case .unavailable, .locked, .newerSchema, .corrupt:
            self.init(503, .storeUnavailable, "The store cannot be used; the gateway's log says why.", retryAfter: 60)
        }
    }

    /// The store writes its errors for a log: without a capital, without a full stop.
    private static func sentence(_ detail: String) -> String {
        detail.prefix(1).uppercased() + detail.dropFirst() + (detail.hasSuffix(".") ? "" : ".")
    }

    static let invalidCursor = AdminError(400, .invalidCursor, "The cursor is not one of this list.", field: "cursor")

    static let outdated = AdminError(
        412,
        .outdated,
        "The object has been changed meanwhile: read it again and repeat the change."
    )

    /// All that is wrong with an object that a caller sent.
    init(_ invalid: InvalidEntity) {
        let first = invalid.problems.first
        self.init(400, .invalidRequest, first?.description ?? "The object is invalid.", field: first?.path)
        problems = invalid.problems.map { Problem(code: $0.code.rawValue, field: $0.path, message: $0.message) }
    }
}

/// Turns what the store throws into what callers are told; programs see the code, people the log.
func storing<Value>(_ work: () async throws(StoreError) -> Value) async throws(AdminError) -> Value {
    do {
        return try await work()
    } catch {
        throw AdminError(error)
    }
}

/// Turns problems of an object into what callers are told.
func reading<Value>(_ work: () throws(InvalidEntity) -> Value) throws(AdminError) -> Value {
    do {
        return try work()
    } catch {
        throw AdminError(error)
    }
}
