import Routing
import Testing

private func at(_ seconds: Double) -> Moment { .zero + .milliseconds(Int64(seconds * 1000)) }

@Suite("Retry budget")
struct RetryBudgetTests {
    @Test("the floor is there every second, without any traffic")
    func floor() {
        let budget = RetryBudget(policy: RetryBudgetPolicy(share: 0.2, floor: 3))
        for second in 0..<5 {
            let granted = (0..<10).count { _ in budget.withdraw(now: at(Double(second) + 0.5)) }
            #expect(granted == 3)
        }
    }

    @Test("above the floor it is the share of the last ten seconds' requests", arguments: [0, 0.05, 0.2, 1])
    func share(_ share: Double) {
        let budget = RetryBudget(policy: RetryBudgetPolicy(share: share, floor: 0))
        for second in 100..<110 {
            for _ in 0..<10 { budget.deposit(now: at(Double(second))) }
        }
        #expect((0..<500).count { _ in budget.withdraw(now: at(109)) } == Int(100 * share))
        #expect(!budget.withdraw(now: at(109.9)))
        // The requests are forgotten, and the retries with them.
        #expect(!budget.withdraw(now: at(125)))
        for _ in 0..<20 { budget.deposit(now: at(125)) }
        #expect((0..<500).count { _ in budget.withdraw(now: at(125)) } == Int(20 * share))
    }

    @Test("another policy counts at once")
    func update() {
        let budget = RetryBudget(policy: RetryBudgetPolicy(share: 0, floor: 0))
        for _ in 0..<10 { budget.deposit(now: at(0)) }
        #expect(!budget.withdraw(now: at(0)))
        budget.update(policy: RetryBudgetPolicy(share: 0.5, floor: 1))
        #expect((0..<20).count { _ in budget.withdraw(now: at(0)) } == 6)
    }

    @Test("is never exceeded in any ten seconds, whatever comes", arguments: 1...20)
    func property(_ seed: UInt64) {
        var random = JitterSource(seed: seed)
        let share = Double.random(in: 0...0.5, using: &random)
        let floor = Int.random(in: 0...4, using: &random)
        let budget = RetryBudget(policy: RetryBudgetPolicy(share: share, floor: floor))
        var requests: [Int: Int] = [:]
        var granted: [Int: Int] = [:]
        var seconds = 0.0
        for _ in 0..<20_000 {
            seconds += Double.random(in: 0...0.02, using: &random)
            if Int.random(in: 0..<400, using: &random) == 0 { seconds += Double.random(in: 0...30, using: &random) }
            let second = Int(seconds)
            if Bool.random(using: &random) {
                budget.deposit(now: at(seconds))
                requests[second, default: 0] += 1
            } else if budget.withdraw(now: at(seconds)) {
                granted[second, default: 0] += 1
                let window = second - 9...second
                // The floor of each second is on top; what is above it must be covered by requests.
                let aboveFloor = window.reduce(0) { $0 + max(0, granted[$1, default: 0] - floor) }
                let covered = Double(window.reduce(0) { $0 + requests[$1, default: 0] }) * share
                if granted[second, default: 0] > floor { #expect(Double(aboveFloor) <= covered) }
            }
        }
        #expect(granted.isEmpty == (floor == 0 && share == 0))
    }

    @Test("is exact under any number of tasks at once")
    func concurrency() async {
        let budget = RetryBudget(policy: RetryBudgetPolicy(share: 0.2, floor: 3))
        let granted = SharedCounter()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 {
                group.addTask {
                    for step in 0..<1000 {
                        budget.deposit(now: at(50 + Double((task + step) % 9)))
                    }
                }
            }
        }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    for _ in 0..<1000 where budget.withdraw(now: at(58)) {
                        granted.add(1)
                    }
                }
            }
        }
        #expect(granted.value == 3200 + 3)
    }
}
