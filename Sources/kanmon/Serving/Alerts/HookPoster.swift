import Messaging
import NIOCore
import Upstream

/// Posts messages over HTTP. Of the URL nothing gets into an error: it may be a secret.
struct HookPoster: RequestPoster {
    /// The most bytes of an answer, of whose body nothing is of use.
    private static let limit = 64 * 1024
    private static let timeouts = UpstreamTimeouts(
        connect: .seconds(10),
        firstByte: .seconds(20),
        idle: .seconds(10),
        total: .seconds(30)
    )

    func post(_ request: OutgoingRequest) async throws(MessagingError) -> (status: Int, retryAfter: Int?) {
        let base = request.url.prefix { $0 != "?" }
        let message = HTTPFetch.Request(
            method: "POST",
            base: String(base),
            target: String(request.url.dropFirst(base.count)),
            fields: request.fields.map { ($0.name, $0.value) },
            body: request.body,
            // Whoever configured the URL has chosen whether it is protected.
            allowsPlainText: true,
            timeouts: Self.timeouts
        )
        do throws(CommandFailure) {
            let answer = try await HTTPFetch.answer(message, limit: Self.limit)
            return (answer.status, answer.retryAfter)
        } catch {
            throw MessagingError(.unreachable, "there was no answer")
        }
    }
}
