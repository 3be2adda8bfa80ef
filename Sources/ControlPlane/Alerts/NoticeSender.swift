public import Alerting

/// Delivers messages to one channel.
public protocol NoticeSender: Sendable {
    /// Delivers a message; when this returns, the other side has taken it.
    /// - Parameters:
    ///   - notice: the message.
    ///   - id: what the message is known by. A message that is sent again has the same one, so that whoever gets it can tell.
    /// - Throws: ``NoticeFailure`` where it was not taken; anything else counts as a trouble that may pass.
    func send(_ notice: AlertNotice, id: String) async throws
}
