import Synchronization

/// Equal questions that are asked while the first is being answered: one asks the provider, all others follow.
///
/// A follower reads from the beginning at its own pace, out of what has been recorded. It may be on another event loop, want
/// another form or speak another dialect: what it gets are the provider's bytes, and what they are (``FlightEvent/head(_:)``).
///
/// - Where the leader fails before it has anything, one follower takes its place, and the others follow that one; after
///   a few such changes everyone goes alone, so that a dead provider is not asked five hundred times one after the other.
/// - An answer larger than the bound has no new followers, those that have got nothing yet go alone, and of the bytes only
///   those are kept that some follower still needs. One that falls behind by more than the bound fails.
/// - A leader whose own caller leaves goes on while anyone follows (``FlightLeader/leave(onDeserted:)``).
public final class FlightTable<Head: Sendable>: Sendable {
    /// What a question finds.
    public enum Seat: Sendable {
        /// Nobody asks this yet: ask the provider, and tell the flight what comes.
        case lead(FlightLeader<Head>)
        /// Someone does.
        case follow(FlightFollower<Head>)
    }

    /// The bounds of flights.
    public struct Limits: Hashable, Sendable {
        /// The most bytes kept of one answer.
        public var bytes: Int
        /// The most followers of one flight; whoever comes then leads a flight of its own.
        public var followers: Int
        /// How often a follower takes the place of a leader that failed.
        public var promotions: Int

        /// Creates bounds.
        public init(bytes: Int = 1 << 20, followers: Int = 10_000, promotions: Int = 3) {
            self.bytes = bytes
            self.followers = followers
            self.promotions = promotions
        }
    }

    private static var partCount: Int { 16 }

    private final class Part: Sendable {
        let flights = Mutex<[CacheDigest: Flight<Head>]>([:])
    }

    private let parts: [Part]
    private let limits: Limits

    /// Creates a table.
    public init(limits: Limits = Limits()) {
        self.limits = limits
        parts = (0..<Self.partCount).map { _ in Part() }
    }

    /// Takes a seat.
    /// - Parameter digest: the question's key; whose it is is part of it, so that nobody follows a stranger.
    public func join(_ digest: CacheDigest) -> Seat {
        let part = parts[Int(digest.word % UInt64(Self.partCount))]
        let seat = part.flights.withLock { flights -> Seat in
            if let flight = flights[digest], let number = flight.addFollower() {
                return .follow(FlightFollower(flight, number))
            }
            let flight = Flight<Head>(limits) { [weak part] flight in
                part?.flights.withLock { flights in
                    // Another one may have begun under the same key meanwhile.
                    if flights[digest] === flight { flights[digest] = nil }
                }
            }
            flights[digest] = flight
            return .lead(FlightLeader(flight, generation: 0))
        }
        return seat
    }

    /// Whether a question is being asked at the moment.
    public func isUnderway(_ digest: CacheDigest) -> Bool {
        parts[Int(digest.word % UInt64(Self.partCount))].flights.withLock { $0[digest] != nil }
    }

    /// How many flights there are.
    public var count: Int { parts.reduce(0) { sum, part in sum + part.flights.withLock { $0.count } } }
}
