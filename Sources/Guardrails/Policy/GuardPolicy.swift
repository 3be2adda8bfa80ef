/// What a guardrail does about what detectors find. Pure: findings in, decisions out.
public struct GuardPolicy: Sendable, Hashable {
    /// Whether it acts.
    public enum Mode: String, Sendable, Hashable, CaseIterable {
        /// Its actions are carried out.
        case enforce
        /// It notes what it would have done, and does nothing.
        case monitor
    }

    /// Its name, unique in a configuration.
    public var name: String
    /// Where it looks.
    public var stages: Set<GuardStage>
    /// What it does about kinds that ``actions`` does not name; `nil` to go by ``standard``.
    public var preset: GuardPreset?
    /// What it does about all kinds that neither ``actions`` names nor a preset decides on; `nil` to do nothing about them.
    public var standard: GuardAction?
    /// What it does about each kind.
    public var actions: [FindingType: GuardAction]
    /// What it does about what single rules find, by a rule's name or, with a `*` at its end, by how names begin; they go before
    /// ``actions``.
    public var rules: [String: GuardAction]
    /// The least score that counts, 0 to 1.
    public var threshold: Double
    /// Whether it acts.
    public var mode: Mode
    /// What it is about.
    public var coverage = GuardCoverage.personalData

    /// A policy.
    public init(
        name: String,
        stages: Set<GuardStage> = [.input, .output],
        preset: GuardPreset? = nil,
        standard: GuardAction? = nil,
        actions: [FindingType: GuardAction] = [:],
        rules: [String: GuardAction] = [:],
        threshold: Double = 0.5,
        mode: Mode = .enforce
    ) {
        self.name = name
        self.stages = stages
        self.preset = preset
        self.standard = standard
        self.actions = actions
        self.rules = rules
        self.threshold = threshold
        self.mode = mode
    }

    /// What it would do about a finding, whatever its mode.
    public func action(for finding: Finding) -> GuardAction {
        guard finding.score >= threshold, coverage.covers(finding, of: name) else { return .ignore }
        if !rules.isEmpty, let action = action(ofRule: finding.rule) { return action }
        return actions[finding.type] ?? preset?.action(for: finding) ?? standard ?? .ignore
    }

    private func action(ofRule rule: String) -> GuardAction? {
        // A guardrail's own rules bear its name in front.
        let rule = coverage == .own ? String(rule.dropFirst(name.count + 1)) : rule
        if let action = rules[rule] { return action }
        return rules.filter { name, _ in name.hasSuffix("*") && rule.hasPrefix(name.dropLast()) }
            // The longest beginning says most.
            .max { $0.key.utf8.count < $1.key.utf8.count }?
            .value
    }
}
