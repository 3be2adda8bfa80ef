/// A way to the admin API: over HTTP to a running gateway, or straight to a data folder.
public protocol AdminDoor: Sendable {
    /// Asks and waits for the whole answer.
    /// - Throws: ``AdminFailure``, also where the API refuses.
    func answer(_ call: AdminCall) async throws(AdminFailure) -> AdminReply

    /// Asks and hands the answer over piece by piece, so that its length does not matter.
    /// - Parameters:
    ///   - call: what is asked.
    ///   - take: takes a piece; what it throws ends the answer.
    /// - Throws: ``AdminFailure``, or what `take` throws.
    func stream(_ call: AdminCall, _ take: @escaping @Sendable ([UInt8]) throws -> Void) async throws
}
