import JSONText
import ModelAPI
import NIOCore

/// Tells a caller why it does not get an answer that there is: a guardrail lets it not pass.
enum BlockedReply {
    /// - Parameters:
    ///   - closing: what is known of the call; its ending and status are set here.
    ///   - trace: the attempts made, where there were any.
    /// - Returns: how the call ended.
    static func send(
        _ error: APIError,
        _ call: Call,
        _ account: CallAccount,
        _ closing: CallAccount.Closing,
        _ trace: AttemptTrace? = nil
    ) -> RequestRecord.Ending {
        let exchange = account.exchange
        let (status, body) = call.dialect.writeError(error, requestID: exchange.id)
        var closing = closing
        closing.ending = exchange.isClientGone ? .clientGone : .failed(error.kind)
        closing.status = status
        account.close(closing)
        var head = ReplyHead(status: status, type: "application/json", id: exchange.id, dialect: call.route.dialect)
        // The same question would be answered, and refused, the same way again.
        head.add("x-should-retry", "false")
        trace?.write(into: &head)
        account.write(into: &head)
        let answer = ByteBuffer(bytes: body.bytes)
        account.bodies?.take(whole: answer)
        exchange.respond(head, body: answer)
        return closing.ending
    }
}
