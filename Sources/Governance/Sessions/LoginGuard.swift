import Synchronization

/// Slows down whoever guesses passwords: by account, and by the address that the guesses come from.
///
/// The first tries are free. From then on each wrong try doubles the time for which the account, or the address, is not
/// listened to at all, up to a bound. A right password clears the account; an address is cleared by time alone, so that
/// somebody with an account of his own cannot go on guessing others.
///
/// A try counts as wrong when it begins and is taken back when it turns out right: many at once get no further than one
/// after the other. The memory is bounded; where it is full, those that have failed least and longest ago are forgotten.
public final class LoginGuard: Sendable {
    /// How tries are slowed down.
    public struct Policy: Hashable, Sendable {
        /// How many wrong tries an account has free.
        public var freeTriesOfAccount: Int
        /// How many wrong tries an address has free: many people may share one.
        public var freeTriesOfAddress: Int
        /// How long the first lock lasts, in seconds.
        public var firstLock: Int64
        /// The longest lock, in seconds.
        public var longestLock: Int64
        /// After how many quiet seconds everything is forgotten.
        public var memory: Int64
        /// How many accounts, and how many addresses, are remembered.
        public var capacity: Int

        /// A policy; the default locks after 5 tries of an account and 20 of an address, for 2 seconds up to 15 minutes.
        public init(
            freeTriesOfAccount: Int = 5,
            freeTriesOfAddress: Int = 20,
            firstLock: Int64 = 2,
            longestLock: Int64 = 900,
            memory: Int64 = 86_400,
            capacity: Int = 10_000
        ) {
            self.freeTriesOfAccount = freeTriesOfAccount
            self.freeTriesOfAddress = freeTriesOfAddress
            self.firstLock = max(1, firstLock)
            self.longestLock = max(1, longestLock)
            self.memory = max(1, memory)
            self.capacity = max(2, capacity)
        }
    }

    /// Somebody has to wait.
    public struct Locked: Error, Hashable, Sendable {
        /// For how many seconds, one or more.
        public let retryAfter: Int64
    }

    private struct Record {
        var failures = 0
        var last: Timestamp
        var lockedUntil: Timestamp
    }

    private struct State {
        var accounts: [String: Record] = [:]
        var addresses: [NetworkAddress: Record] = [:]
    }

    private let policy: Policy
    private let state = Mutex(State())

    /// A guard.
    public init(_ policy: Policy = Policy()) { self.policy = policy }

    /// Begins a try; it counts as wrong until ``succeeded(account:address:now:)``.
    /// - Parameters:
    ///   - account: the name that somebody signs in with, whether there is such a user or not.
    ///   - address: where they come from; IPv6 addresses count by their /64.
    ///   - now: the time.
    /// - Throws: ``Locked`` where the password must not even be looked at.
    public func begin(account: String, address: NetworkAddress?, now: Timestamp) throws(Locked) {
        let name = Self.canonical(account)
        let network = address.map(\.network)
        let wait = state.withLock { state in
            let until = [state.accounts[name]?.lockedUntil, network.flatMap { state.addresses[$0]?.lockedUntil }]
                .compactMap(\.self).max()
            if let until, until > now { return until.seconds.subtractingReportingOverflow(now.seconds).partialValue }
            note(name, free: policy.freeTriesOfAccount, in: &state.accounts, now)
            if let network { note(network, free: policy.freeTriesOfAddress, in: &state.addresses, now) }
            return 0
        }
        guard wait <= 0 else { throw Locked(retryAfter: wait) }
    }

    /// Ends a try with the right password.
    public func succeeded(account: String, address: NetworkAddress?, now: Timestamp) {
        let network = address.map(\.network)
        state.withLock { state in
            state.accounts[Self.canonical(account)] = nil
            // This one try of the address was none; the others stay, and so does a lock that they earned.
            if let network, var record = state.addresses[network] {
                record.failures -= 1
                if record.failures <= policy.freeTriesOfAddress { record.lockedUntil = now }
                state.addresses[network] = record.failures > 0 ? record : nil
            }
        }
    }

    /// Lets an account be tried again at once.
    public func unlock(account: String) { state.withLock { $0.accounts[Self.canonical(account)] = nil } }

    /// How many accounts and addresses are remembered.
    public var count: Int { state.withLock { $0.accounts.count + $0.addresses.count } }

    private func note<Key: Hashable>(_ key: Key, free: Int, in records: inout [Key: Record], _ now: Timestamp) {
        var record = records[key] ?? Record(last: now, lockedUntil: now)
        if now > record.last.adding(seconds: policy.memory) { record.failures = 0 }
        record.failures = min(record.failures + 1, 1_000_000)
        record.last = now
        let excess = record.failures - free
        if excess > 0 {
            let lock = excess > 40 ? policy.longestLock : min(policy.firstLock << Int64(excess - 1), policy.longestLock)
            record.lockedUntil = now.adding(seconds: max(1, lock))
        }
        if records[key] == nil, records.count >= policy.capacity { makeRoom(in: &records, now) }
        records[key] = record
    }

    /// Forgets a tenth at once, so that a flood of names costs little for each.
    private func makeRoom<Key: Hashable>(in records: inout [Key: Record], _ now: Timestamp) {
        let leastWorth = records.sorted { left, right in
            (left.value.failures, left.value.last) < (right.value.failures, right.value.last)
        }
        for (key, _) in leastWorth.prefix(max(1, policy.capacity / 10)) { records[key] = nil }
    }

    /// Names are compared without regard to case, and hostile ones cut.
    private static func canonical(_ account: String) -> String {
        String(String.UnicodeScalarView(account.unicodeScalars.prefix(128))).lowercased()
    }
}

extension NetworkAddress {
    /// What one household or machine has: the address itself, of IPv6 its /64.
    var network: NetworkAddress {
        isV4 ? self : NetworkAddress(bits: bits & (UInt128.max << 64))
    }
}
