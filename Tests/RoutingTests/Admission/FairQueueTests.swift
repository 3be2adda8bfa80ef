import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }
private let never = Moment(nanoseconds: .max)

@Suite("Fair queue")
struct FairQueueTests {
    private func filled(limit: Int, length: Int = 1000, timeout: Duration = .seconds(10)) -> FairQueue {
        var queue = FairQueue(policy: QueuePolicy(limit: limit, length: length, timeout: timeout))
        for id in 0..<limit {
            #expect(queue.enter(team: "running", id: UInt64(id), deadline: never, now: at(0)) == .admitted)
        }
        return queue
    }

    @Test("lets in up to the limit, then queues, and resumes in order within a team")
    func order() {
        var queue = filled(limit: 1)
        for id in UInt64(10)...12 {
            #expect(queue.enter(team: "a", id: id, deadline: never, now: at(0)) == .queued(displaced: nil))
        }
        #expect(queue.tryEnter(team: "a") == false)
        #expect(queue.leave(team: "running", served: .zero, now: at(1)).resumed == [10])
        #expect(queue.leave(team: "a", served: .zero, now: at(1)).resumed == [11])
        #expect(queue.leave(team: "a", served: .zero, now: at(1)).resumed == [12])
        #expect(queue.leave(team: "a", served: .zero, now: at(1)) == FairQueue.Release())
        #expect(queue.inFlight == 0)
        #expect(queue.tryEnter(team: "a") == true)
    }

    @Test("teams take turns, however many wait of each")
    func turns() {
        var queue = filled(limit: 1)
        for id in UInt64(100)..<200 { _ = queue.enter(team: "many", id: id, deadline: never, now: at(0)) }
        for id in UInt64(1)...3 { _ = queue.enter(team: "few", id: id, deadline: never, now: at(0)) }
        var order = queue.leave(team: "running", served: .zero, now: at(1)).resumed
        for _ in 0..<5 {
            let team = (order.last ?? 0) >= 100 ? "many" : "few"
            order += queue.leave(team: team, served: .zero, now: at(1)).resumed
        }
        #expect(order == [100, 1, 101, 2, 102, 3])
    }

    @Test("a team whose requests take long gets no more of the limit than one whose requests are short")
    func longRequests() {
        var queue = FairQueue(policy: QueuePolicy(limit: 10, length: 10_000, timeout: .seconds(1e6)))
        let seconds = ["long": 30.0, "short": 0.5]
        var inFlight: [(team: String, end: Double)] = []
        var waiting = ["long": 0, "short": 0]
        var teams: [UInt64: String] = [:]
        var share = ["long": 0.0, "short": 0.0]
        for tick in 0..<2000 {
            let now = Double(tick) / 10
            // Both keep twenty waiting, once the limit is reached.
            for team in ["long", "short"] {
                while waiting[team, default: 0] < 20 {
                    let id = UInt64(teams.count)
                    teams[id] = team
                    if queue.enter(team: team, id: id, deadline: never, now: at(now)) == .admitted {
                        inFlight.append((team, now + (seconds[team] ?? 0)))
                    } else {
                        waiting[team, default: 0] += 1
                    }
                }
            }
            let done = inFlight.filter { $0.end <= now }
            inFlight.removeAll { $0.end <= now }
            for request in done {
                for next in queue.leave(team: request.team, served: .seconds(1), now: at(now)).resumed {
                    guard let team = teams[next] else { continue }
                    waiting[team, default: 0] -= 1
                    inFlight.append((team, now + (seconds[team] ?? 0)))
                }
            }
            if tick > 500 { for request in inFlight { share[request.team, default: 0] += 1 } }
        }
        let total = share.values.reduce(0, +)
        #expect((share["long"] ?? 0) / total < 0.55 && (share["short"] ?? 0) / total > 0.45)
    }

    @Test("in a full room the smaller team takes the place of the larger one's last; the larger one is refused")
    func displaced() {
        var queue = filled(limit: 1, length: 5)
        for id in UInt64(10)..<15 { _ = queue.enter(team: "many", id: id, deadline: never, now: at(0)) }
        let refusal = QueueRefusal(reason: .full, retryAfter: .seconds(1))
        #expect(queue.enter(team: "many", id: 15, deadline: never, now: at(0)) == .refused(refusal))
        #expect(queue.enter(team: "few", id: 1, deadline: never, now: at(0)) == .queued(displaced: 14))
        #expect(queue.enter(team: "few", id: 2, deadline: never, now: at(0)) == .queued(displaced: 13))
        // Three against two: taking another place would only turn that round.
        #expect(queue.enter(team: "few", id: 3, deadline: never, now: at(0)) == .refused(refusal))
        #expect(queue.enter(team: "many", id: 16, deadline: never, now: at(0)) == .refused(refusal))
        #expect(queue.waiting == 5)
        #expect(queue.cancel(13) == false)
    }

    @Test("who waits longer than the timeout or the deadline is dropped, by the timer or when its turn comes")
    func expiry() {
        var queue = filled(limit: 1, timeout: .seconds(10))
        _ = queue.enter(team: "a", id: 10, deadline: at(5), now: at(0))
        _ = queue.enter(team: "a", id: 11, deadline: never, now: at(0))
        _ = queue.enter(team: "b", id: 12, deadline: at(30), now: at(4))
        #expect(queue.expire(now: at(4)) == [])
        #expect(queue.expire(now: at(5)) == [10])
        let release = queue.leave(team: "running", served: .zero, now: at(10))
        #expect(release.expired == [11] && release.resumed == [12])
        #expect(queue.waiting == 0)
    }

    @Test("who cannot be served in time is refused at once and told when to come again")
    func tooLate() {
        var queue = filled(limit: 2, timeout: .seconds(60))
        // Requests take eight seconds.
        _ = queue.leave(team: "running", served: .seconds(8), now: at(8))
        #expect(queue.tryEnter(team: "running") == true)
        #expect(queue.expectedService == 8)
        // Of two places one is free every four seconds.
        #expect(queue.enter(team: "a", id: 10, deadline: at(13), now: at(8)) == .queued(displaced: nil))
        let refusal = QueueRefusal(reason: .tooLate, retryAfter: .seconds(8))
        #expect(queue.enter(team: "a", id: 11, deadline: at(15), now: at(8)) == .refused(refusal))
        #expect(queue.enter(team: "a", id: 11, deadline: at(16), now: at(8)) == .queued(displaced: nil))
        #expect(queue.enter(team: "a", id: 12, deadline: at(8), now: at(8)) != .queued(displaced: nil))
        #expect(queue.waiting == 2)
    }

    @Test("one who leaves the queue makes room and is not resumed")
    func cancel() {
        var queue = filled(limit: 1)
        for id in UInt64(10)...12 { _ = queue.enter(team: "a", id: id, deadline: never, now: at(0)) }
        #expect(queue.cancel(11) == true)
        #expect(queue.cancel(11) == false)
        #expect(queue.leave(team: "running", served: .zero, now: at(0)).resumed == [10])
        #expect(queue.leave(team: "a", served: .zero, now: at(0)).resumed == [12])
    }

    @Test("a higher limit resumes at once, a lower one waits for the ends", arguments: [0, 1, 5])
    func update(_ limit: Int) {
        var queue = filled(limit: 2)
        for id in UInt64(10)...19 { _ = queue.enter(team: "a", id: id, deadline: never, now: at(0)) }
        let resumed = queue.update(policy: QueuePolicy(limit: limit), now: at(0)).resumed
        #expect(resumed.count == max(0, limit - 2))
        #expect(queue.inFlight == max(2, limit))
        _ = queue.leave(team: "running", served: .zero, now: at(0))
        #expect(queue.inFlight == max(1, limit))
    }

    @Test("a limit or a room of nothing refuses", arguments: [(0, 10), (-1, 10), (1, 0), (1, -1)])
    func nothing(_ limit: Int, _ length: Int) {
        var queue = FairQueue(policy: QueuePolicy(limit: limit, length: length))
        if limit > 0 { #expect(queue.tryEnter(team: "a") == true) }
        guard case .refused = queue.enter(team: "a", id: 1, deadline: never, now: at(0)) else {
            Issue.record("not refused")
            return
        }
    }
}
