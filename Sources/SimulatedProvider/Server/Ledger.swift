import JSONText
import Synchronization

/// The bookkeeping that tests read: one short lock around a few numbers and the newest requests.
final class Ledger: Sendable {
    private struct State {
        var requests: [RecordedRequest] = []
        var oldest = 0
        var strikes: [String: Int] = [:]
        var statistics = Statistics()
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// How much of a body is kept.
    private static let keptBody = 1_048_576
    /// How many fault names are counted; beyond that a new name counts from zero each time.
    private static let mostStrikeKeys = 10_000

    init(capacity: Int) { self.capacity = max(capacity, 0) }

    var statistics: Statistics { state.withLock { $0.statistics } }

    /// The newest requests, oldest first.
    var requests: [RecordedRequest] {
        state.withLock { Array($0.requests[$0.oldest...] + $0.requests[..<$0.oldest]) }
    }

    /// Forgets requests and strikes; the counts stay.
    func clear() {
        state.withLock {
            $0.requests = []
            $0.oldest = 0
            $0.strikes = [:]
        }
    }

    func connectionOpened() {
        state.withLock {
            $0.statistics.acceptedConnections += 1
            $0.statistics.openConnections += 1
        }
    }

    func connectionClosed() { state.withLock { $0.statistics.openConnections -= 1 } }

    /// Keeps a request; the oldest makes room.
    func record(_ request: IncomingRequest) {
        let record = RecordedRequest(
            method: request.method,
            target: request.target,
            headers: request.headers,
            body: request.body.count <= Self.keptBody ? request.body : Array(request.body.prefix(Self.keptBody))
        )
        state.withLock {
            $0.statistics.requests += 1
            if $0.requests.count < capacity {
                $0.requests.append(record)
            } else if capacity > 0 {
                $0.requests[$0.oldest] = record
                $0.oldest = ($0.oldest + 1) % capacity
            }
        }
    }

    /// Whether a fault strikes this time.
    func strikes(_ plan: FaultPlan, _ key: String) -> Bool {
        guard let first = plan.first else { return true }
        return state.withLock {
            let count = $0.strikes[key, default: 0]
            guard count < first else { return false }
            if $0.strikes.count < Self.mostStrikeKeys || $0.strikes[key] != nil { $0.strikes[key] = count + 1 }
            return true
        }
    }

    enum Outcome {
        case completed
        case cancelledByClient
        case cutShort
    }

    func answerStarted() { state.withLock { $0.statistics.inFlight += 1 } }

    func answerEnded(_ outcome: Outcome) {
        state.withLock {
            $0.statistics.inFlight -= 1
            switch outcome {
            case .completed: $0.statistics.completed += 1
            case .cancelledByClient: $0.statistics.cancelledByClient += 1
            case .cutShort: $0.statistics.cutShort += 1
            }
        }
    }

    // MARK: For GET /sim/…

    var requestsAsJSON: JSONValue {
        let requests = requests.map { request -> JSONValue in
            [
                "method": .string(request.method), "target": .string(request.target),
                "headers": .array(request.headers.map { [.string($0.name), .string($0.value)] }),
                "body": .string(String(decoding: request.body, as: UTF8.self)),
            ]
        }
        return ["requests": .array(requests)]
    }

    var statisticsAsJSON: JSONValue {
        let counts = statistics
        return [
            "accepted_connections": JSONValue(counts.acceptedConnections),
            "open_connections": JSONValue(counts.openConnections), "requests": JSONValue(counts.requests),
            "in_flight": JSONValue(counts.inFlight), "completed": JSONValue(counts.completed),
            "cancelled_by_client": JSONValue(counts.cancelledByClient), "cut_short": JSONValue(counts.cutShort),
        ]
    }
}
