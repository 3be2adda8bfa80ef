/// Posts requests.
public protocol RequestPoster: Sendable {
    /// Posts a request and waits for the answer.
    /// - Returns: the answer's status, and after how many seconds the other side wants to be asked again, where it says.
    /// - Throws: ``MessagingError`` where there is no answer.
    func post(_ request: OutgoingRequest) async throws(MessagingError) -> (status: Int, retryAfter: Int?)
}

extension RequestPoster {
    /// Posts a message.
    /// - Throws: ``MessagingError`` where it was not taken.
    public func deliver(_ request: OutgoingRequest) async throws(MessagingError) {
        let answer = try await post(request)
        switch answer.status {
        case 200..<300: return
        case 408, 425, 429, 500...599:
            throw MessagingError(.deferred, "status \(answer.status)", retryAfter: answer.retryAfter)
        default: throw MessagingError(.refused, "status \(answer.status)")
        }
    }
}
