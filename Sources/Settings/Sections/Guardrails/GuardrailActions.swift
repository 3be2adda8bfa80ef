import Guardrails

/// What a guardrail's fields say about what is done, before it is known whether that can be.
struct GuardrailActions: Sendable {
    private let preset: GuardPreset?
    private let action: LocatedAction?
    private let actions: [Named<LocatedAction>]
    private let rules: [Named<LocatedAction>]
    private let threshold: Double
    private let mode: GuardPolicy.Mode

    /// Reads the fields.
    init(_ section: SectionReader, threshold: Double?) {
        preset = section[GuardrailSection.preset]
        action = section[GuardrailSection.action]
        actions = section[GuardrailSection.actions]
        rules = section[GuardrailSection.rules]
        self.threshold = section[GuardrailSection.threshold] ?? threshold ?? 0
        mode = section[GuardrailSection.mode]
        for rule in rules where rule.name.dropLast().contains("*") {
            section.reading.report(
                .invalidValue,
                at: rule.position,
                rule.path,
                "\(Quoting.quoted(rule.name)) has a \"*\" before its end"
            )
        }
    }

    /// All actions that the document names.
    var all: [LocatedAction] { [action].compactMap(\.self) + (actions + rules).map(\.value) }

    /// Reports what could never be done.
    func check(_ type: GuardrailType, _ kind: GuardrailKind?, _ stages: Set<GuardStage>, _ section: SectionReader) {
        let reading = section.reading
        let isParallel = section[GuardrailSection.parallel]
        for said in all {
            if let problem = problem(with: said.action, type, stages, isParallel: type.service != nil && isParallel) {
                reading.report(.conflict, at: said.place, problem)
            }
        }
        let known = Self.known(type, kind)
        for entry in actions {
            if let known, !known.contains(where: { $0.rawValue == entry.name }) {
                let names = known.map(\.rawValue)
                let nearest = Spelling.nearest(to: entry.name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
                reading.report(
                    .invalidValue,
                    at: entry.position,
                    entry.path,
                    "type: \(type.rawValue) finds nothing of this kind\(nearest); kinds: \(names.joined(separator: ", "))"
                )
            } else if entry.name == GuardrailType.missingContent.rawValue, entry.value.action.edits {
                reading.report(.conflict, at: entry.value.place, Self.nothingToEdit)
            }
        }
        if case .output(.content(let require, _)) = kind, !require.isEmpty, let action, action.action.edits,
            !actions.contains(where: { $0.name == GuardrailType.missingContent.rawValue })
        {
            reading.report(.conflict, at: action.place, Self.nothingToEdit)
        }
    }

    /// The policy that they make.
    func policy(
        named name: String,
        _ type: GuardrailType,
        _ kind: GuardrailKind,
        _ stages: Set<GuardStage>
    ) -> GuardPolicy {
        let isPreset = type == .pii && action == nil
        let standard = isPreset ? nil : action?.action ?? .block
        let own = Dictionary(actions.map { (FindingType(rawValue: $0.name), $0.value.action) }) { first, _ in first }
        // Where the kinds are known they are named, so that what others find is never a matter of this guardrail.
        let known = Self.known(type, kind)
        let named = standard.flatMap { action in known?.map { ($0, action) } } ?? []
        return GuardPolicy(
            name: name,
            stages: stages,
            preset: isPreset ? preset ?? .japanEnterprise : nil,
            standard: known == nil ? standard : nil,
            actions: Dictionary(named) { first, _ in first }.merging(own) { $1 },
            rules: Dictionary(rules.map { ($0.name, $0.value.action) }) { first, _ in first },
            threshold: threshold,
            mode: mode
        )
    }

    private static let nothingToEdit =
        "what is missing cannot be masked or taken out; allowed: block, warn, log, ignore, reask"

    private static func known(_ type: GuardrailType, _ kind: GuardrailKind?) -> [FindingType]? {
        if case .words(let list) = kind { [list.type] } else { type.findings }
    }

    private func problem(
        with action: GuardAction,
        _ type: GuardrailType,
        _ stages: Set<GuardStage>,
        isParallel: Bool
    ) -> String? {
        switch action {
        case .reask where stages.contains(.input):
            "only answers can be asked for again; say `on: [output]`, or make two guardrails of it"
        case .route where stages.contains(.output):
            "an answer has its model already; say `on: [input]`, or make two guardrails of it"
        case .route where isParallel:
            "with parallel: true the first model has the text already; allowed: block, warn, log, ignore"
        case _ where action.edits && type.isAboutWholeTexts:
            "type: \(type.rawValue) is about whole texts, of which nothing can be masked or taken out"
        case _ where action.edits && isParallel:
            "with parallel: true the model has the text already; allowed: block, warn, log, ignore"
        default: nil
        }
    }
}
