import Gateway
import Routing
import Synchronization

/// The records of calls that are over, in the order in which they ended.
final class RecordLog: CallObserver {
    private let records = Mutex<[RequestRecord]>([])

    var wantsRecords: Bool { true }

    func observe(_ record: RequestRecord, question: LoggedQuestion?) { records.withLock { $0.append(record) } }

    /// Those leave no records.
    func observe(_ refusal: RefusalNotice) {}

    /// What has been told so far.
    var all: [RequestRecord] { records.withLock { $0 } }

    /// Waits until so many calls have ended: a record is made behind the answer's last byte.
    /// - Returns: all records, as many as wanted or, where they do not come, fewer.
    func first(_ count: Int) async -> [RequestRecord] {
        _ = await eventually { self.all.count >= count }
        return all
    }

    /// Waits for the only call's record.
    func only() async -> RequestRecord? {
        let records = await first(1)
        return records.count == 1 ? records.first : nil
    }
}

extension RequestRecord {
    /// The attempts in short, to be compared with what a table expects: `A 500 again transient`, `B answered`.
    /// - Parameter letters: what stands for each provider.
    func course(_ letters: [String: String]) -> [String] {
        attempts.map { attempt in
            var words = [letters[attempt.target.provider] ?? attempt.target.provider]
            if attempt.isHedge { words.append("hedge") }
            switch attempt.ending {
            case .answered?: words.append("answered")
            case .failed(let kind)?: words.append("\(kind)")
            case .lostRace?: words.append("lost")
            case .abandoned?: words.append("abandoned")
            case nil: words.append("unfinished")
            }
            switch attempt.decision?.action {
            case .sameTarget(_)?: words.append("again")
            case .nextTarget?: words.append("next")
            case .stop?: words.append("stop")
            case nil: break
            }
            if let reason = attempt.decision?.reason { words.append("\(reason)") }
            return words.joined(separator: " ")
        }
    }
}
