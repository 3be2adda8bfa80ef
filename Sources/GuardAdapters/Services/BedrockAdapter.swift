internal import Guardrails
internal import JSONText
internal import Signing

/// Amazon Bedrock Guardrails: `POST /guardrail/ID/version/VERSION/apply`
/// (<https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ApplyGuardrail.html>).
///
/// Requests are signed with an access key (AWS Signature Version 4) or carry a Bedrock API key as a bearer token. The guardrail's own
/// actions count: what it blocks ends the call, what it masks is edited as it says; what it only detects is left. Options:
/// `guardrail` (id or ARN, has to be set), `version` (a number, or `DRAFT` where not set), `region` (that of the URL's host where
/// not set).
struct BedrockAdapter: WindowedAdapter {
    let type = AdapterType.bedrock
    let connection: AdapterConnection
    /// Twenty text units of a thousand characters; accounts have 25 a second at first.
    let windows = TextWindows(codePoints: 20_000)
    /// The most things that an answer may name: each is looked for in the text.
    private static let mostItems = 1000

    private let path: String
    private let signature: SignatureV4?

    init(_ connection: AdapterConnection, _ options: inout AdapterOptions) throws(AdapterSettingError) {
        self.connection = connection
        let guardrail = try AdapterOptions.name(
            try options.required("guardrail", "the guardrail's id or ARN"),
            "options.guardrail",
            signs: "-:/"
        )
        let version = try options.text("version") ?? "DRAFT"
        guard version == "DRAFT" || Int(version).map({ (1...99_999_999).contains($0) }) == true else {
            throw AdapterSettingError("options.version", "must be DRAFT or a number from 1 on")
        }
        path = "/guardrail/\(SignatureV4.escapedSegment(guardrail))/version/\(version)/apply"
        let region = try options.text("region") ?? Self.region(of: connection.host)
        switch connection.credential {
        case .none:
            throw AdapterSettingError("token", "is missing: an access key or a Bedrock API key")
        case .token:
            signature = nil
        case .aws(let accessKeyID, let secretAccessKey, let sessionToken):
            guard let region else {
                throw AdapterSettingError("options.region", "is missing: the URL's host does not tell it")
            }
            signature = SignatureV4(
                accessKeyID: accessKeyID,
                secretAccessKey: secretAccessKey,
                sessionToken: sessionToken,
                region: try AdapterOptions.name(region, "options.region", signs: "-"),
                service: "bedrock"
            )
        }
    }

    /// `ap-northeast-1` of `bedrock-runtime.ap-northeast-1.amazonaws.com`.
    private static func region(of host: String) -> String? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts[0].hasPrefix("bedrock-runtime"), host.contains(".amazonaws.com") else {
            return nil
        }
        return String(parts[1])
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        let content = batch.map { window -> JSONValue in ["text": ["text": .string(window.string)]] }
        var request = connection.request(
            path,
            ["source": question.stage == .input ? "INPUT" : "OUTPUT", "content": .array(content)]
        )
        if let signature {
            let fields = signature.fields(
                method: request.method,
                path: connection.basePath + path,
                host: connection.host,
                body: request.body,
                time: question.time
            )
            request.fields += fields.map { AdapterRequest.Field($0.name, $0.value) }
        }
        return request
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        let action = try root.member("action").word(of: ["NONE", "GUARDRAIL_INTERVENED"])
        let outputs = try root.member("outputs").elements()
        let assessments = try root.member("assessments").elements()
        guard let window = batch.first else { return }
        var isBlocked = false
        var isMasked = false
        var items: [Item] = []
        for node in assessments { items += try Self.items(of: node.object()) }
        guard items.count <= Self.mostItems else {
            throw AdapterError(.unexpectedShape, "there are more than \(Self.mostItems) items")
        }
        // The same match stands there as often as it was found.
        var seen: Set<Item> = []
        for item in items where item.action != "NONE" && seen.insert(item).inserted {
            let rule = EntityNames.rule(type, item.policy, item.name)
            let places = item.match.map { window.places(of: $0) } ?? []
            for place in places { verdict.add(item.type, rule, at: place, in: window) }
            if places.isEmpty { verdict.add(item.type, rule, in: window) }
            if item.action == "BLOCKED" {
                isBlocked = true
                verdict.block(item.type)
            } else {
                isMasked = true
            }
        }
        guard action == "GUARDRAIL_INTERVENED", !isBlocked else { return }
        guard isMasked, let output = outputs.first, outputs.count == 1 else {
            // It has done something that the assessments do not explain.
            verdict.block(AdapterFindingTypes.moderation, EntityNames.rule(type, "intervened"), batch)
            return
        }
        let text = try output.object().member("text").string()
        verdict.replace(window, with: text, AdapterFindingTypes.moderation, EntityNames.rule(type, "masked"))
    }

    private struct Item: Hashable {
        var type: FindingType
        var policy: String
        var name: String
        var action: String
        var match: String?
    }

    /// Everything that the policies say, action by action.
    private static func items(of assessment: AnswerObject) throws(AdapterError) -> [Item] {
        let moderation = AdapterFindingTypes.moderation
        var items: [Item] = []
        for item in try list(assessment, "topicPolicy", "topics") {
            let name = try item.member("name").string()
            items.append(Item(type: moderation, policy: "topic", name: name, action: try action(item)))
        }
        for item in try list(assessment, "contentPolicy", "filters") {
            let name = try item.member("type").string()
            let type = name == "PROMPT_ATTACK" ? AdapterFindingTypes.injection : moderation
            items.append(Item(type: type, policy: "content", name: name, action: try action(item)))
        }
        for (member, name) in [("customWords", "custom"), ("managedWordLists", "managed")] {
            for item in try list(assessment, "wordPolicy", member) {
                let match = try item.member("match").string()
                items.append(
                    Item(
                        type: AdapterFindingTypes.word,
                        policy: "word",
                        name: name,
                        action: try action(item),
                        match: match
                    )
                )
            }
        }
        for item in try list(assessment, "sensitiveInformationPolicy", "piiEntities") {
            let name = try item.member("type")
            items.append(
                Item(
                    type: try names.type(name),
                    policy: "pii",
                    name: try name.string(),
                    action: try action(item, canMask: true),
                    match: try item.member("match").string()
                )
            )
        }
        for item in try list(assessment, "sensitiveInformationPolicy", "regexes") {
            let name = try item.optional("name")?.string() ?? "pattern"
            items.append(
                Item(
                    type: FindingType(rawValue: "CUSTOM"),
                    policy: "pattern",
                    name: name,
                    action: try action(item, canMask: true),
                    match: try item.optional("match")?.string()
                )
            )
        }
        for item in try list(assessment, "contextualGroundingPolicy", "filters") {
            let name = try item.member("type").string()
            items.append(Item(type: moderation, policy: "grounding", name: name, action: try action(item)))
        }
        return items
    }

    private static func list(
        _ assessment: AnswerObject,
        _ policy: String,
        _ member: String
    ) throws(AdapterError) -> [AnswerObject] {
        var objects: [AnswerObject] = []
        for node in try assessment.optional(policy)?.object().list(member) ?? [] { objects.append(try node.object()) }
        return objects
    }

    private static func action(_ item: AnswerObject, canMask: Bool = false) throws(AdapterError) -> String {
        try item.member("action").word(of: canMask ? ["ANONYMIZED", "BLOCKED", "NONE"] : ["BLOCKED", "NONE"])
    }

    /// <https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_GuardrailPiiEntityFilter.html>
    private static let names = EntityNames([
        "NAME": .personName, "EMAIL": .email, "PHONE": .phone, "ADDRESS": AdapterFindingTypes.address,
        "CREDIT_DEBIT_CARD_NUMBER": .creditCard, "INTERNATIONAL_BANK_ACCOUNT_NUMBER": .iban,
        "IP_ADDRESS": .ipAddress, "MAC_ADDRESS": .macAddress, "US_SOCIAL_SECURITY_NUMBER": .socialSecurityNumber,
        "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER": .taxpayerNumber,
        "UK_NATIONAL_INSURANCE_NUMBER": .nationalInsuranceNumber, "US_PASSPORT_NUMBER": .passport,
        "AWS_ACCESS_KEY": .secret, "AWS_SECRET_KEY": .secret, "PASSWORD": .secret,
    ])
}
