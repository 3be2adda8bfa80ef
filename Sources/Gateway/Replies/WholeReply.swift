import ModelAPI
import NIOCore

/// Gives the caller an answer in one piece.
enum WholeReply {
    /// - Parameter now: the present moment.
    static func send(
        _ answer: WholeAnswer,
        _ call: Call,
        _ exchange: Exchange,
        _ trace: AttemptTrace,
        _ account: CallAccount,
        at now: NIODeadline
    ) {
        var head = ReplyHead(status: 200, type: "application/json", id: exchange.id, dialect: call.route.dialect)
        trace.write(into: &head, at: now)
        if answer.usage?.isEstimated == true { head.add("x-kanmon-estimated", "true") }
        account.write(into: &head)
        UpstreamFields.write(answer.fields, into: &head)
        account.bodies?.take(whole: answer.body)
        exchange.respond(head, body: answer.body)
    }
}
