/// Nanoseconds per operation, over many short rounds.
struct Measurement {
    var name: String
    var minimum: Double
    var median: Double
}

/// Candidates measured in turn, round by round, so that whatever else the machine does falls on all of them alike.
struct Race {
    private struct Candidate {
        var name: String
        var operation: () throws -> Int
        var operationsPerRound = 1
        var rounds: [Double] = []
    }

    private var candidates: [Candidate] = []

    /// Adds a candidate.
    /// - Parameter operation: what is measured; its result is summed up so that no work can be left out.
    /// - Returns: the candidate's index in the results.
    @discardableResult
    mutating func add(_ name: String, _ operation: @escaping () throws -> Int) -> Int {
        candidates.append(Candidate(name: name, operation: operation))
        return candidates.count - 1
    }

    /// Runs every candidate for about `roundTime` in each of `rounds` rounds.
    /// - Returns: the measurements in the order the candidates were added.
    mutating func run(rounds: Int, roundTime: Duration) throws -> [Measurement] {
        let clock = ContinuousClock()
        var sink = 0
        for index in candidates.indices {
            // Warm up, and learn how many operations fill a round.
            var operations = 1
            while true {
                let operation = candidates[index].operation
                let elapsed = try clock.measure { for _ in 0..<operations { sink &+= try operation() } }
                if elapsed * 2 >= roundTime { break }
                operations *= 2
            }
            candidates[index].operationsPerRound = operations
        }
        for _ in 0..<rounds {
            for index in candidates.indices {
                let operations = candidates[index].operationsPerRound
                let operation = candidates[index].operation
                let elapsed = try clock.measure { for _ in 0..<operations { sink &+= try operation() } }
                candidates[index].rounds.append(elapsed / .nanoseconds(1) / Double(operations))
            }
        }
        // Reading the sum keeps the optimiser from dropping what went into it.
        precondition(sink != Int.min)
        return candidates.map {
            let sorted = $0.rounds.sorted()
            return Measurement(name: $0.name, minimum: sorted[0], median: sorted[sorted.count / 2])
        }
    }
}
