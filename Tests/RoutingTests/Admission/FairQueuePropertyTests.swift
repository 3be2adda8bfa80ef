import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Fair queue, by chance")
struct FairQueuePropertyTests {
    /// A list of who waits and who runs, without any cleverness, that the queue must agree with.
    private struct Model {
        var waiting: [UInt64: (team: String, deadline: Moment)] = [:]
        var running: [UInt64: String] = [:]

        func count(_ team: String) -> Int { running.values.count { $0 == team } }
    }

    @Test(
        "agrees with a plain list under random comings and goings, and resumes the team with the fewest running",
        arguments: 1...10
    )
    func model(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        let limit = Int.random(in: 1...6, using: &random)
        let length = Int.random(in: 1...20, using: &random)
        var queue = FairQueue(policy: QueuePolicy(limit: limit, length: length, timeout: .seconds(10)))
        var model = Model()
        var now = Moment.zero
        var nextID: UInt64 = 0
        for _ in 0..<3000 {
            now = now + .milliseconds(Int64.random(in: 0...200, using: &random))
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<5:
                nextID += 1
                let team = "team-\(Int.random(in: 0..<5, using: &random))"
                let deadline = now + .milliseconds(Int64.random(in: 0...5000, using: &random))
                let isFree = model.running.count < limit && model.waiting.isEmpty
                switch queue.enter(team: team, id: nextID, deadline: deadline, now: now) {
                case .admitted:
                    #expect(isFree)
                    model.running[nextID] = team
                case .queued(let displaced):
                    #expect(!isFree)
                    if let displaced {
                        #expect(model.waiting.count == length)
                        #expect(model.waiting.removeValue(forKey: displaced)?.team != team)
                    }
                    model.waiting[nextID] = (team, deadline)
                case .refused(let refusal):
                    #expect(!isFree)
                    #expect(refusal.retryAfter >= .seconds(1) && refusal.retryAfter <= .seconds(60))
                    if refusal.reason == .full { #expect(model.waiting.count == length) }
                }
            case 5..<8:
                guard let id = model.running.keys.sorted().randomElement(using: &random),
                    let team = model.running.removeValue(forKey: id)
                else { continue }
                let served = Duration.milliseconds(Int64.random(in: 0...500, using: &random))
                let release = queue.leave(team: team, served: served, now: now)
                for id in release.expired {
                    #expect((model.waiting.removeValue(forKey: id)?.deadline ?? now + .seconds(1)) <= now)
                }
                for id in release.resumed {
                    guard let waiter = model.waiting.removeValue(forKey: id) else {
                        Issue.record("resumed \(id), which was not waiting")
                        return
                    }
                    #expect(waiter.deadline > now)
                    let alive = model.waiting.values.filter { $0.deadline > now }
                    #expect(alive.allSatisfy { model.count($0.team) >= model.count(waiter.team) })
                    #expect(!model.waiting.contains { $0.value.team == waiter.team && $0.key < id })
                    model.running[id] = waiter.team
                }
            case 8:
                let known = model.waiting.keys.sorted().randomElement(using: &random)
                let id = known ?? nextID + 1000
                #expect(queue.cancel(id) == (known != nil))
                model.waiting[id] = nil
            default:
                let expired = queue.expire(now: now)
                #expect(expired == model.waiting.filter { $0.value.deadline <= now }.keys.sorted())
                for id in expired { model.waiting[id] = nil }
            }
            #expect(queue.inFlight == model.running.count && queue.inFlight <= limit)
            #expect(queue.waiting == model.waiting.count && queue.waiting <= length)
            #expect(model.waiting.isEmpty || model.running.count == limit, "nobody waits while there is room")
        }
    }

    @Test("no team starves another: one that floods the queue leaves the others their share", arguments: 1...4)
    func noStarvation(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        let limit = 8
        var queue = FairQueue(policy: QueuePolicy(limit: limit, length: 100, timeout: .seconds(10)))
        // One team sends 200 requests a second, three send 6 each; the limit serves 40 a second, so 10 for each team.
        let rates = ["flood": 200.0, "a": 6, "b": 6, "c": 6]
        var running: [(team: String, end: Double)] = []
        var teamOf: [UInt64: String] = [:]
        var begun: [UInt64: Double] = [:]
        var asked: [String: Int] = [:]
        var served: [String: Int] = [:]
        var longestWait: [String: Double] = [:]
        var nextID: UInt64 = 0
        for tick in 0..<6000 {
            let now = Double(tick) / 100
            for (team, rate) in rates.sorted(by: { $0.key < $1.key }) {
                var count = Int(rate / 100)
                if Double.random(in: 0..<1, using: &random) < rate / 100 - Double(count) { count += 1 }
                for _ in 0..<count {
                    nextID += 1
                    asked[team, default: 0] += 1
                    switch queue.enter(team: team, id: nextID, deadline: at(now + 10), now: at(now)) {
                    case .admitted:
                        running.append((team, now + 0.2))
                        served[team, default: 0] += 1
                    case .queued:
                        teamOf[nextID] = team
                        begun[nextID] = now
                    case .refused:
                        break
                    }
                }
            }
            for done in running.filter({ $0.end <= now }) {
                guard let index = running.firstIndex(where: { $0 == done }) else { continue }
                running.remove(at: index)
                for id in queue.leave(team: done.team, served: .milliseconds(200), now: at(now)).resumed {
                    guard let team = teamOf[id], let since = begun[id] else { continue }
                    running.append((team, now + 0.2))
                    served[team, default: 0] += 1
                    longestWait[team] = max(longestWait[team, default: 0], now - since)
                }
            }
            _ = queue.expire(now: at(now))
        }
        for team in ["a", "b", "c"] {
            // All but those still waiting at the end, and none waited longer than a few turns.
            #expect((served[team] ?? 0) >= (asked[team] ?? 0) - 3)
            #expect((longestWait[team] ?? 0) < 1)
        }
        // What the others leave is used.
        #expect(served.values.reduce(0, +) > 2150)
    }
}
