import Synchronization

/// What was found by meaning: counts by score and verdict, by model, and some findings to look at.
///
/// Bounded: so many models, those beyond in a common count; so many findings of each kind, hits and refusals, by reservoir
/// sampling, so that they stand for all since the beginning, and the last ones beside. Counts are since the start of the process or
/// the last ``reset()``.
public final class ShadowLog: Sendable {
    /// The bounds.
    public struct Limits: Hashable, Sendable {
        /// The most models that are counted by themselves.
        public var models: Int
        /// The most findings of each kind.
        public var samples: Int
        /// The last findings that are kept beside.
        public var recent: Int

        /// Creates bounds.
        public init(models: Int = 128, samples: Int = 256, recent: Int = 256) {
            self.models = models
            self.samples = samples
            self.recent = recent
        }
    }

    /// Everything at one moment.
    public struct Contents: Sendable {
        /// Since when is counted.
        public var since: CacheInstant
        /// All models together.
        public var total = ShadowReport()
        /// By model.
        public var models: [String: ShadowReport] = [:]
        /// Models beyond the bound, together.
        public var others = ShadowReport()
        /// Hits, given or not: a fair sample of all.
        public var hits: [ShadowFinding] = []
        /// What the verifier or the thresholds refused: a fair sample of all.
        public var refusals: [ShadowFinding] = []
        /// The last findings of both kinds, the oldest first.
        public var recent: [ShadowFinding] = []
    }

    /// A sample in which everything that came has the same chance to be (algorithm R).
    private struct Reservoir {
        var findings: [ShadowFinding] = []
        var seen = 0

        mutating func add(_ finding: ShadowFinding, capacity: Int, _ random: inout some RandomNumberGenerator) {
            seen += 1
            if findings.count < capacity {
                findings.append(finding)
            } else if capacity > 0 {
                let place = Int.random(in: 0..<seen, using: &random)
                if place < capacity { findings[place] = finding }
            }
        }
    }

    private struct State {
        var since: CacheInstant
        var total = ShadowReport()
        var models: [String: ShadowReport] = [:]
        var others = ShadowReport()
        var hits = Reservoir()
        var refusals = Reservoir()
        var recent: [ShadowFinding] = []
        var next = 0
    }

    private let state: Mutex<State>
    private let limits: Limits

    /// Creates an empty log.
    /// - Parameter now: since when it counts.
    public init(since now: CacheInstant, limits: Limits = Limits()) {
        state = Mutex(State(since: now))
        self.limits = limits
    }

    /// Counts a question that no stored one was like.
    public func noteAlone(model: String) {
        state.withLock { state in
            update(model, &state) { report in
                report.lookups += 1
                report.alone += 1
            }
        }
    }

    /// Counts a question that a stored one was like.
    ///
    /// To be called once for each question: in shadow mode when the provider has answered, so that the answers are compared.
    public func note(_ finding: ShadowFinding) {
        state.withLock { state in
            let part = ShadowHistogram.part(of: finding.score)
            update(finding.model, &state) { report in
                report.lookups += 1
                if finding.isHit {
                    if finding.mode == .serve { report.served += 1 } else { report.shadowed += 1 }
                }
                switch finding.verdict {
                case .same:
                    report.histogram.bins[part].same += 1
                    guard let agreement = finding.agreement else { return }
                    report.histogram.bins[part].compared += 1
                    if agreement.isEqual { report.histogram.bins[part].equal += 1 }
                    if agreement.agrees { report.histogram.bins[part].agreeing += 1 }
                case .different(let code): report.histogram.bins[part].different[code, default: 0] += 1
                case .none: report.alone += 1
                }
            }
            var random = SystemRandomNumberGenerator()
            if finding.isHit {
                state.hits.add(finding, capacity: limits.samples, &random)
            } else {
                state.refusals.add(finding, capacity: limits.samples, &random)
            }
            if state.recent.count < limits.recent {
                state.recent.append(finding)
            } else if limits.recent > 0 {
                state.recent[state.next] = finding
                state.next = (state.next + 1) % limits.recent
            }
        }
    }

    /// Counts a hit that was marked wrong.
    public func noteWrong(model: String) {
        state.withLock { state in update(model, &state) { $0.wrong += 1 } }
    }

    /// Everything at this moment.
    public var contents: Contents {
        state.withLock { state in
            Contents(
                since: state.since,
                total: state.total,
                models: state.models,
                others: state.others,
                hits: state.hits.findings,
                refusals: state.refusals.findings,
                recent: Array(state.recent[state.next...] + state.recent[..<state.next])
            )
        }
    }

    /// Forgets everything, to count anew with other thresholds.
    public func reset(at now: CacheInstant) { state.withLock { $0 = State(since: now) } }

    /// Forgets the words of findings: those of a team, or of all. For when a team's prompts must not be kept any more.
    public func forgetTexts(where matches: (ShadowFinding) -> Bool) {
        state.withLock { state in
            func forget(_ findings: inout [ShadowFinding]) {
                for index in findings.indices where matches(findings[index]) {
                    findings[index].texts = nil
                    findings[index].reason = nil
                }
            }
            forget(&state.hits.findings)
            forget(&state.refusals.findings)
            forget(&state.recent)
        }
    }

    private func update(_ model: String, _ state: inout State, _ body: (inout ShadowReport) -> Void) {
        body(&state.total)
        if state.models[model] != nil || state.models.count < limits.models {
            body(&state.models[model, default: ShadowReport()])
        } else {
            body(&state.others)
        }
    }
}
