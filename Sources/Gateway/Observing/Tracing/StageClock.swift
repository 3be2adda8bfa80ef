import NIOCore

/// Notes when a call enters each stage; exists only where records of calls are wanted.
struct StageClock: Sendable {
    private let begun: NIODeadline
    private var marks: [(stage: StageTiming.Stage, moment: NIODeadline)] = []

    /// - Parameters:
    ///   - begun: the request's beginning.
    ///   - stage: the stage that it began with.
    init(begun: NIODeadline, _ stage: StageTiming.Stage) {
        self.begun = begun
        marks.reserveCapacity(StageTiming.Stage.allCases.count)
        marks.append((stage, begun))
    }

    /// How many stages there were.
    var count: Int { marks.count }

    /// The call enters a stage, and leaves the one before.
    mutating func enter(_ stage: StageTiming.Stage, at moment: NIODeadline = .now()) {
        if marks.last?.stage != stage { marks.append((stage, moment)) }
    }

    /// The stages, of which the last one ends now.
    func timings(at end: NIODeadline) -> [StageTiming] {
        marks.indices.map { index in
            let next = index + 1 < marks.count ? marks[index + 1].moment : end
            return StageTiming(marks[index].stage, start: elapsed(marks[index].moment), end: elapsed(next))
        }
    }

    /// How long the call was in each stage, in nanoseconds, in order.
    func forEach(until end: NIODeadline, _ body: (StageTiming.Stage, Int64) -> Void) {
        for index in marks.indices {
            let next = index + 1 < marks.count ? marks[index + 1].moment : end
            body(marks[index].stage, (next - marks[index].moment).nanoseconds)
        }
    }

    private func elapsed(_ moment: NIODeadline) -> Duration { .nanoseconds((moment - begun).nanoseconds) }
}
