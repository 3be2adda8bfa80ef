import Guardrails

/// `guardrails[]`: what texts are searched for on their way to the model or from it, and what is done about it.
enum GuardrailSection: Section {
    /// A guardrail, and where its name stands.
    struct Value: Sendable {
        let configuration: GuardrailConfiguration
        let namePlace: Located?
        /// Where it is said how a service is asked; `nil` where none is.
        let service: ServicePlaces?
    }

    /// What happens where a guardrail fails.
    enum Failure: String, CaseIterable, Sendable {
        case closed
        case open
    }

    static let name = Field<String?>.required("name", .name(.guardrail), "Its name.")
    static let kind = Field<GuardrailType?>.required("type", .choice, "What it looks for, or whom it asks.")
    static let stages = Field<[GuardStage]?>.optional(
        "on",
        .list(of: .choice, minimumCount: 1),
        otherwise: "both; `input` for `injection` and `azure-prompt-shields`; `output` for what is about answers",
        "Where it looks: what goes to models, what comes from them."
    )
    static let isDefault = Field(
        "default",
        .boolean,
        default: false,
        "Whether it looks at every call; otherwise at those of models, teams, projects, users and keys that name it, and of "
            + "callers who ask for it."
    )
    static let mode = Field(
        "mode",
        .choice,
        default: GuardPolicy.Mode.enforce,
        "`monitor`: what it would do is noted, and nothing is done."
    )
    static let preset = Field<GuardPreset?>.optional(
        "preset",
        .choice,
        otherwise: "`japan-enterprise`, unless `action` is there",
        "A set of actions for personal data, by kind; `actions` and `rules` go before it."
    )
    static let action = Field<LocatedAction?>.optional(
        "action",
        .guardAction,
        otherwise: "`block`; the preset's for `pii`",
        "What is done about everything that it finds. `mask-last-N` leaves the last N (1 to 8) letters and digits; "
            + "`reask` is for answers alone, `route:MODEL` for what goes to models alone."
    )
    static let actions = Field(
        "actions",
        .map(.findingType, to: .guardAction),
        default: [],
        "What is done about single kinds of findings, such as `PERSON_NAME`."
    )
    static let rules = Field(
        "rules",
        .map(.detectionRule, to: .guardAction),
        default: [],
        "What is done about what single rules find, such as `phone-jp.service`; a `*` at the end stands for all that begin "
            + "so. They go before `actions`."
    )
    static let threshold = Field<Double?>.optional(
        "threshold",
        .number(upTo: 1),
        otherwise: "0.5; 0.8 for `injection`",
        "The least score that counts, 0 to 1."
    )
    static let streaming = Field<StreamingMode?>.optional(
        "streaming",
        .choice,
        otherwise: "`balanced`; `strict` for what has to see answers whole",
        "How streamed answers are looked at. `strict`: whole, before anything goes out. `balanced`: as they pass, what may "
            + "become a finding being held back. `audit`: findings are only noted."
    )
    static let timeout = Field<Duration?>.optional(
        "timeout",
        .duration(.milliseconds(10) ... .seconds(60)),
        otherwise: "`2s` for services outside; none for what looks by itself",
        "How long it may take: each time a service is asked, or for the texts of one side of a call. What looks by itself is "
            + "stopped between texts."
    )
    static let onError = Field(
        "on_error",
        .choice,
        default: Failure.closed,
        "What becomes of calls where it fails or takes too long: refused (`closed`), or let through and counted (`open`)."
    )

    static let remember = Field(
        "remember",
        .boolean,
        default: true,
        "Whether texts in which nothing was found are not looked at again when they come once more, such as a "
            + "conversation's earlier turns. What is remembered are keyed digests."
    )

    static let words = Field<[String]?>.optional(
        "words",
        .list(of: .phrase, minimumCount: 1),
        "Words and phrases, at most \(WordFilter.mostWords). Width, case, kana and look-alikes make no difference."
    )
    static let allow = Field<[String]?>.optional(
        "allow",
        .list(of: .phrase),
        "For `words`: phrases within which a word means something else. For `urls`: the hosts that may be linked and shown, "
            + "`*.` in front for all below one."
    )
    static let label = Field(
        "label",
        .name(.findingType),
        default: FindingType.word.rawValue,
        "The kind of what is found, such as `COMPETITOR`."
    )
    static let patterns = Field<[GuardPatternSection.Value]?>.optional(
        "patterns",
        .list(of: GuardPatternSection.type, minimumCount: 1),
        "Expressions that texts are searched for, at most \(mostPatterns)."
    )
    static let languages = Field<[Spoken]?>.optional(
        "languages",
        .list(of: .choice, minimumCount: 1),
        "The languages that texts may be in."
    )
    static let sameAsInput = Field(
        "same_as_input",
        .boolean,
        default: false,
        "Whether answers must be in the language of the question."
    )
    static let schema = Field<String?>.optional(
        "schema",
        .schemaText,
        "The JSON Schema (draft 2020-12) that answers must keep to, as text or as `file:…`."
    )
    static let require = Field("require", .list(of: .phrase), default: [], "Texts that must stand in answers.")
    static let forbid = Field("forbid", .list(of: .phrase), default: [], "Texts that must not stand in answers.")
    static let least = Field<Int?>.optional("least", .integer(1...10_000_000), "The fewest characters of an answer.")
    static let most = Field<Int?>.optional("most", .integer(0...10_000_000), "The most characters of an answer.")
    static let links = Field(
        "links",
        .boolean,
        default: true,
        "Whether links must be to hosts of `allow`, too; images always must be from them."
    )
    static let kinds = Field<[Embedded]?>.optional(
        "kinds",
        .list(of: .choice, minimumCount: 1),
        otherwise: "all of the type",
        "What answers must not hold: `code`, `sql`, `shell` for `code`; `html`, `ansi` for `markup`."
    )
    static let share = Field(
        "share",
        .share(isZeroAllowed: false),
        default: 0.3,
        "How much of the instructions may stand in an answer."
    )
    static let canaries = Field(
        "canaries",
        .list(of: .phrase),
        default: [],
        "Texts that you have put into instructions and that never may stand in an answer."
    )

    static let provider = Field<String?>.optional(
        "provider",
        .provider,
        "The provider of `providers` whose address and credentials count."
    )
    static let url = Field<BaseURL?>.optional("url", .baseURL, "The service's address.")
    static let token = Field<Secret?>.optional(
        "token",
        .secret(),
        otherwise: "none",
        "What the service is shown, or what a webhook's requests are signed with. Take it from a variable or a file."
    )
    static let headers = Field(
        "headers",
        .map(.header, to: .headerValue),
        default: [],
        "Header fields of every request. Take credentials from variables."
    )
    static let model = Field<String?>.optional("model", .modelName, "The model that the service is to use.")
    static let options = Field(
        "options",
        .map(.metadata, to: .note),
        default: [],
        "What else the service wants to know, as names with a string each."
    )
    static let parallel = Field(
        "parallel",
        .boolean,
        default: false,
        "Whether the service is asked while the model works already; the answer waits for what it says."
    )
    static let cache = Field(
        "cache",
        .duration(.zero ... .seconds(86_400)),
        default: .zero,
        "How long what the service said of a text counts for equal ones; `0s` for never."
    )

    static let mostPatterns = 256

    private static let common: [FieldDescription] = [
        name.description, kind.description, stages.description, isDefault.description, mode.description,
        preset.description, action.description, actions.description, rules.description, threshold.description,
        streaming.description, timeout.description, onError.description,
    ]
    private static let special: [FieldDescription] = [
        remember.description, words.description, allow.description, label.description, patterns.description,
        languages.description, sameAsInput.description, schema.description, require.description, forbid.description,
        least.description, most.description, links.description, kinds.description, share.description,
        canaries.description, provider.description, url.description, token.description, headers.description,
        model.description, options.description, parallel.description, cache.description,
    ]

    static let description = SectionDescription(
        help: "What texts are searched for on their way to models or from them, and what is done about it.",
        fields: common + special,
        rules: GuardrailType.allCases.map { type in
            SectionRule(
                field: kind.name,
                values: [type.rawValue],
                required: type.required,
                alternatives: type.alternatives,
                forbidden: ([preset.name] + special.map(\.name)).filter { !type.fields.contains($0) }
            )
        } + [SectionRule(field: provider.name, forbidden: [token.name])],
        groups: [
            SectionGroup(names: [preset.name, action.name]), SectionGroup(names: [provider.name, url.name]),
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let (name, type, failure) = (section[name], section[kind], section[onError])
        let (isDefault, timeout, remembers) = (section[isDefault], section[timeout], section[remember])
        guard let type else {
            // What does not depend on the type is told nevertheless.
            _ = GuardrailActions(section, threshold: nil)
            return nil
        }
        let stages = stages(of: type, section)
        let said = GuardrailActions(section, threshold: type == .injection ? 0.8 : 0.5)
        let kind = kind(of: type, stages, section)
        said.check(type, kind, stages, section)
        let streaming = streaming(of: type, stages, said, section)
        guard let name, let kind else { return nil }
        return Value(
            configuration: GuardrailConfiguration(
                kind: kind,
                isDefault: isDefault,
                policy: said.policy(named: name, type, kind, stages),
                streaming: streaming,
                timeout: timeout,
                failsOpen: failure == .open,
                remembers: remembers
            ),
            namePlace: section.place(of: Self.name.name),
            service: type.service.map { _ in ServicePlaces(section) }
        )
    }

    /// The guardrails of a document; names that stand twice are reported.
    static func guardrails(_ values: [Value], _ reading: Reading) -> [GuardrailConfiguration] {
        var names: Set<String> = []
        for (index, value) in values.enumerated() {
            let name = value.configuration.name
            if index == GuardSelection.most, let place = value.namePlace {
                reading.report(.invalidValue, at: place, "there may be \(GuardSelection.most) guardrails and no more")
            }
            if !names.insert(name).inserted, let place = value.namePlace {
                reading.report(.duplicate, at: place, "another guardrail is named \(Quoting.quoted(name)) already")
            }
        }
        return values.map(\.configuration)
    }

    /// Reports services that cannot be asked as the document says.
    static func checkServices(_ values: [Value], among providers: [ProviderConfiguration], _ reading: Reading) {
        for value in values {
            guard case .adapter(let adapter) = value.configuration.kind else { continue }
            value.service?.check(adapter, among: providers, reading)
        }
    }

    /// What a compiler of patterns complains about, in words that do not show them; `nil` if it does not.
    static func problem(compiling compile: () throws -> Void) -> String? {
        do {
            try compile()
            return nil
        } catch PatternError.invalid(_, let reason) {
            return reason
        } catch {
            return "\(error)"
        }
    }

    private static func stages(of type: GuardrailType, _ section: SectionReader) -> Set<GuardStage> {
        guard let said = section[stages].map(Set.init), !said.isEmpty else {
            return type == .language && section[sameAsInput] ? [.output] : type.standardStages
        }
        let impossible = said.subtracting(type.possibleStages)
        if !impossible.isEmpty, let place = section.place(of: stages.name) {
            let allowed = type.possibleStages.map(\.rawValue).sorted().joined(separator: ", ")
            section.reading.report(.conflict, at: place, "type: \(type.rawValue) can look at this only: \(allowed)")
        }
        return said
    }

    private static func streaming(
        of type: GuardrailType,
        _ stages: Set<GuardStage>,
        _ said: GuardrailActions,
        _ section: SectionReader
    ) -> StreamingMode {
        let needsAll = type.needsWholeAnswers || said.all.contains { $0.action == .reask }
        guard let mode = section[streaming], let place = section.place(of: streaming.name) else {
            return needsAll ? .strict : .balanced
        }
        if !stages.contains(.output) {
            section.reading.report(
                .conflict,
                at: place,
                "this field has no effect without `output` under `on`; remove it"
            )
        } else if mode == .balanced, needsAll {
            let reason = type.needsWholeAnswers ? "type: \(type.rawValue)" : "reask"
            section.reading.report(
                .conflict,
                at: place,
                "\(reason) has to see answers whole; allowed: strict, audit"
            )
        }
        return mode
    }
}
