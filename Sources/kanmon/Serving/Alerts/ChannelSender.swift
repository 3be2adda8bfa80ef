import Alerting
import ControlPlane
import JSONText
import Messaging
import NIOCore
import Settings

/// Delivers messages to a channel as the configuration describes it.
struct ChannelSender: NoticeSender {
    private let channel: AlertChannel
    private let group: any EventLoopGroup
    private let poster = HookPoster()

    /// - Parameter group: where connections to mail servers are.
    init(_ channel: AlertChannel, on group: any EventLoopGroup) {
        self.channel = channel
        self.group = group
    }

    func send(_ notice: AlertNotice, id: String) async throws {
        do throws(MessagingError) {
            switch channel.destination {
            case .webhook(let url, let secret):
                var body = notice.json
                body["delivery"] = .string(id)
                let message = WebhookMessage(id: id, body: JSONValue.object(body).bytes)
                try await poster.deliver(
                    message.request(to: url.reveal(), secret: secret?.reveal(), at: WallSeconds.now)
                )
            case .slack(let url):
                let lines = notice.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                try await poster.deliver(SlackMessage(title: notice.title, lines: lines).request(to: url.reveal()))
            case .email(let mail): try await send(notice, id, by: mail)
            }
        } catch {
            throw NoticeFailure(error.description, isTransient: error.isTransient, retryAfter: error.retryAfter)
        }
    }

    private func send(_ notice: AlertNotice, _ id: String, by mail: MailDestination) async throws(MessagingError) {
        guard let from = MailAddress(mail.from) else { throw MessagingError(.invalid, "the sender's address") }
        var receivers: [MailAddress] = []
        for text in mail.to {
            guard let address = MailAddress(text) else { throw MessagingError(.invalid, "a receiver's address") }
            receivers.append(address)
        }
        var credentials: SMTPServer.Credentials?
        if let username = mail.username, let password = mail.password {
            credentials = SMTPServer.Credentials(username: username, password: password.reveal())
        }
        let security: SMTPServer.Security =
            switch mail.security {
            case .starttls: .startTLS
            case .tls: .tls
            case .none: .none
            }
        let server = SMTPServer(
            host: mail.host,
            port: mail.port,
            security: security,
            credentials: credentials,
            authorities: mail.authorities
        )
        let message = MailMessage(
            from: from,
            to: receivers,
            subject: notice.title,
            text: notice.text,
            html: notice.html,
            id: id,
            date: WallSeconds.now
        )
        let outcome = try await SMTPClient(on: group).deliver(message, to: server)
        // The others have it: it is not sent again, but somebody has to hear of this.
        if let refusal = outcome.refused.first {
            let count = outcome.refused.count
            throw MessagingError(
                .refused,
                "taken, but not for \(count) of \(receivers.count), as \(refusal.address): \(refusal.reply)"
            )
        }
    }
}
