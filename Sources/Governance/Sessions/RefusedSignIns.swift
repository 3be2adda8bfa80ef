import Synchronization

/// Decides which refused sign-ins the audit log tells of, so that strangers cannot fill it.
///
/// The first refusal of an account from an address is told at once. Those that follow within the window are counted and told
/// as one sum when the window is over. Addresses count as ``LoginGuard`` counts them; all names that nobody has are one
/// account. As many pairs as there is room for are told apart, and all others are one: however many strangers try from
/// however many addresses, the log grows by twice that many entries in a window.
///
/// Sums are kept in memory alone: those of windows that are still open end with the process.
public final class RefusedSignIns: Sendable {
    /// Refusals of an account from an address after the first one.
    public struct Sum: Hashable, Sendable {
        /// The account's id; `nil` for names that nobody has.
        public let user: String?
        /// Where they came from, an IPv6 address without its last 64 bits; `nil` where that is not known or many.
        public let network: NetworkAddress?
        /// How many they were, without the one that was told at once.
        public let count: Int
        /// When the first one was, which was told at once.
        public let first: Timestamp
        /// When the last one was.
        public let last: Timestamp
    }

    private struct Source: Hashable {
        var user: String?
        var network: NetworkAddress?
        /// Stands for all that there was no room for.
        var isRest = false
    }

    private struct Record {
        var count = 0
        var first: Timestamp
        var last: Timestamp
    }

    private let window: Int64
    private let capacity: Int
    private let records = Mutex<[Source: Record]>([:])

    /// - Parameters:
    ///   - window: for how many seconds refusals are counted together.
    ///   - capacity: how many pairs of an account and an address are told apart in a window.
    public init(window: Int64 = 3600, capacity: Int = 256) {
        self.window = max(1, window)
        self.capacity = max(1, capacity)
    }

    /// Notes a refusal.
    /// - Parameters:
    ///   - user: the account's id; `nil` for a name that nobody has.
    ///   - address: where it came from.
    ///   - now: the time.
    /// - Returns: whether it is to be told of at once; ``due(at:)`` is to be asked first.
    public func note(user: String?, address: NetworkAddress?, now: Timestamp) -> Bool {
        records.withLock { records in
            var source = Source(user: user, network: address.map(\.network))
            if records[source] == nil, records.count >= capacity { source = Source(isRest: true) }
            guard var record = records[source] else {
                records[source] = Record(first: now, last: now)
                return true
            }
            record.count = min(record.count + 1, 1_000_000_000)
            record.last = max(record.last, now)
            records[source] = record
            return false
        }
    }

    /// Ends the windows that are over.
    /// - Returns: the sums to be told of, in the order of time.
    public func due(at now: Timestamp) -> [Sum] {
        records.withLock { records in
            let ended = records.filter { now >= $0.value.first.adding(seconds: window) || now < $0.value.first }
            for source in ended.keys { records[source] = nil }
            return
                ended
                .filter { $0.value.count > 0 }
                .map { source, record in
                    Sum(
                        user: source.user,
                        network: source.network,
                        count: record.count,
                        first: record.first,
                        last: record.last
                    )
                }
                .sorted { $0.first < $1.first }
        }
    }
}
