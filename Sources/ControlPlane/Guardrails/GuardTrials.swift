import Gateway
import Guardrails
import JSONText
import Settings
import Synchronization

/// Shows what guardrails make of texts that somebody tries. Nothing of a text is kept, and no service outside is asked.
final class GuardTrials: Sendable {
    /// No more findings of a trial are shown.
    static let mostSpans = 1000

    private struct Made {
        var guardrails: [GuardrailConfiguration]
        var suite: GuardSuite
    }

    private let desk = WorkDesk.trials()
    /// Those of the configuration that was tried last: compiling word lists takes longer than looking at a text.
    private let made = Mutex<Made?>(nil)
    private let filters = Mutex<BuiltInFilters?>(nil)
    /// Of its own: whoever tries values learns nothing of the hashes in records.
    private let hash: ValueHash

    init() {
        var generator = SystemRandomNumberGenerator()
        hash = ValueHash(key: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    /// Tries texts, beside the threads that everything else runs on.
    /// - Throws: `busy` where too many wait; `unavailable` where a guardrail cannot look.
    func run(_ trial: Trial) async throws(AdminError) -> JSONValue {
        let result = try await desk.run { [self] () -> Result<JSONValue, AdminError> in
            do {
                return .success(try look(trial))
            } catch let failure as GuardFailure {
                let name = failure.guardrail
                return .failure(AdminError(503, .unavailable, "The guardrail '\(name)' could not look at this."))
            } catch {
                return .failure(AdminError(503, .unavailable, "The built-in filters could not look at this."))
            }
        }
        return try result.get()
    }

    private func look(_ trial: Trial) throws -> JSONValue {
        let filters = try filters.withLock { known in
            if let known { return known }
            let filters = try BuiltInFilters()
            known = filters
            return filters
        }
        let tried = trial.tried
        var answer: JSONObject = [
            "stage": .string(trial.stage.rawValue), "guardrails": .array(trial.guardrails.map { .string($0) }),
        ]
        if trial.guardrails.isEmpty {
            let findings = try filters.scan(tried).map(FindingChoice().apply)
            Self.append(tried.spans(findings), to: &answer)
            answer.append("injection", tried.injection(try filters.injection(tried)))
            Self.append(GuardInspection(), notAsked: [], to: &answer)
            Self.append(tried.replacing(tried.masked(findings)), to: &answer)
            return .object(answer)
        }
        let suite = try suite(of: trial.configuration)
        let (selection, notAsked) = Self.selection(trial, suite)
        let places = trial.places
        var placeholders = Placeholders()
        let inspection = try suite.inspect(
            places.map { trial.guarded($0) },
            at: trial.stage,
            by: selection,
            of: trial.question,
            placeholders: &placeholders
        )
        let spans = zip(inspection.evidence, inspection.places).map { evidence, place in
            tried.span(evidence, in: places.indices.contains(place) ? places[place] : place)
        }
        Self.append(spans, to: &answer)
        answer.append("injection", tried.injection(try filters.injection(tried)))
        Self.append(inspection, notAsked: notAsked, to: &answer)
        var texts = tried.texts.map(\.bytes)
        for (place, edit) in inspection.edits where places.indices.contains(place) { texts[places[place]] = edit }
        Self.append(tried.replacing(texts.map { String(decoding: $0, as: UTF8.self) }), to: &answer)
        return .object(answer)
    }

    private func suite(of configuration: KanmonConfiguration) throws -> GuardSuite {
        let guardrails = configuration.guardrails
        if let known = made.withLock({ $0 }), known.guardrails == guardrails { return known.suite }
        let suite = try GuardSuite(guardrails.map { try GuardRule($0) }, hash: hash)
        made.withLock { $0 = Made(guardrails: guardrails, suite: suite) }
        return suite
    }

    /// The guardrails that look, and the names of those that a service outside would look for.
    private static func selection(_ trial: Trial, _ suite: GuardSuite) -> (GuardSelection, notAsked: [String]) {
        var selection: GuardSelection = []
        var notAsked: [String] = []
        for (place, rule) in suite.rules.enumerated() where trial.guardrails.contains(rule.policy.name) {
            selection.insert(GuardSelection(index: place))
            if case .external = rule.kind, rule.policy.stages.contains(trial.stage) {
                notAsked.append(rule.policy.name)
            }
        }
        return (selection, notAsked)
    }

    private static func append(_ spans: [JSONValue], to answer: inout JSONObject) {
        answer.append("spans", .array(Array(spans.prefix(mostSpans))))
        answer.append("found", JSONValue(spans.count))
    }

    private static func append(_ inspection: GuardInspection, notAsked: [String], to answer: inout JSONObject) {
        func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
        var (verdict, category, guardrail, model): (String, String?, String?, String?) = ("pass", nil, nil, nil)
        switch inspection.verdict {
        case .pass: break
        case .block(let type, let name): (verdict, category, guardrail) = ("block", type.rawValue, name)
        case .route(let other, let name): (verdict, model, guardrail) = ("route", other, name)
        case .reask(let name): (verdict, guardrail) = ("reask", name)
        }
        answer.append("verdict", .string(verdict))
        answer.append("category", category.map { .string($0) } ?? .null)
        answer.append("guardrail", guardrail.map { .string($0) } ?? .null)
        answer.append("model", model.map { .string($0) } ?? .null)
        answer.append("warnings", strings(inspection.warnings))
        answer.append("not_asked", strings(notAsked))
        answer.append("failed", strings(inspection.failures.map(\.guardrail)))
        let complaints = inspection.reasons.sorted { $0.key < $1.key }
        answer.append("complaints", .object(JSONObject(complaints.map { .init($0.key, .string($0.value)) })))
    }

    /// The texts as they would go on: `masked` for a text, `messages` for a conversation.
    private static func append(_ edited: JSONObject, to answer: inout JSONObject) {
        if let text = edited["text"]?.string {
            answer.append("masked", .string(text))
        } else if let messages = edited["messages"] {
            answer.append("messages", messages)
        }
    }
}
