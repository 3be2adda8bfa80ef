import Alerting
import ControlPlane
import Settings
import Synchronization

/// Takes messages in place of channels, or refuses them.
final class Mailbox: Sendable {
    struct Letter: Sendable {
        var channel: String
        var id: String
        var notice: AlertNotice
    }

    private struct Sender: NoticeSender {
        let box: Mailbox
        let channel: String

        func send(_ notice: AlertNotice, id: String) async throws {
            if let failure = box.failures.withLock({ $0[channel] }) { throw failure }
            box.taken.withLock { $0.append(Letter(channel: channel, id: id, notice: notice)) }
        }
    }

    private let taken = Mutex<[Letter]>([])
    /// What channels refuse with, by their names.
    let failures = Mutex<[String: NoticeFailure]>([:])

    var letters: [Letter] { taken.withLock { $0 } }

    func sender(_ channel: AlertChannel) -> any NoticeSender { Sender(box: self, channel: channel.name) }
}
