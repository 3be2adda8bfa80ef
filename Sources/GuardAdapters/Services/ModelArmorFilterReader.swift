internal import Guardrails
internal import JSONText

/// Reads what one filter of Model Armor says
/// (<https://cloud.google.com/security-command-center/docs/reference/model-armor/rest/v1/SanitizationResult>).
struct ModelArmorFilterReader {
    let type: AdapterType
    /// The filter's name: `rai`, `sdp`, `pi_and_jailbreak`, `malicious_uris`, `csam`; others may come.
    let filter: String
    let window: TextWindow
    /// Whether the template says that a filter may be skipped.
    let isPartEnough: Bool

    /// - Returns: whether something was found.
    func read(_ node: AnswerNode, into verdict: inout VerdictBuilder) throws(AdapterError) -> Bool {
        let result = try node.object()
        if filter == "sdp" {
            if let inspection = result.optional("inspectResult") { return try inspected(inspection, &verdict) }
            return try deidentified(try result.member("deidentifyResult"), &verdict)
        }
        guard try isMatch(result) else { return false }
        switch filter {
        case "rai":
            var isNamed = false
            for (name, kind) in try result.optional("raiFilterTypeResults")?.object().members ?? [] {
                guard let state = try kind.object().optional("matchState"), try ModelArmorAdapter.isMatch(state) else {
                    continue
                }
                isNamed = true
                verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "rai", name), in: window)
            }
            if !isNamed { verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, "rai"), in: window) }
        case "pi_and_jailbreak":
            verdict.add(AdapterFindingTypes.injection, EntityNames.rule(type, filter), in: window)
        case "malicious_uris":
            var uris: Set<String> = []
            for item in try result.list("maliciousUriMatchedItems") {
                uris.insert(try item.object().member("uri").string())
            }
            guard uris.count <= 1000 else {
                throw AdapterError(.unexpectedShape, "\(result.path) has more than 1000 URIs")
            }
            let places = uris.flatMap { window.places(of: $0) }
            let rule = EntityNames.rule(type, filter)
            for place in places { verdict.add(AdapterFindingTypes.url, rule, at: place, in: window) }
            if places.isEmpty { verdict.add(AdapterFindingTypes.url, rule, in: window) }
        default:
            verdict.add(AdapterFindingTypes.moderation, EntityNames.rule(type, filter), in: window)
        }
        return true
    }

    private func isMatch(_ result: AnswerObject) throws(AdapterError) -> Bool {
        let state = try result.member("executionState").word(of: ["EXECUTION_SUCCESS", "EXECUTION_SKIPPED"])
        // Files alone are looked at for viruses; what looks at texts has to have done so.
        let mayBeSkipped = isPartEnough || filter == "virus_scan"
        guard state == "EXECUTION_SUCCESS" || mayBeSkipped else {
            throw AdapterError(.incomplete, "\(result.path) was skipped")
        }
        guard let match = result.optional("matchState") else {
            guard state == "EXECUTION_SKIPPED" else {
                throw AdapterError(.unexpectedShape, "\(result.path) has no matchState")
            }
            return false
        }
        return try ModelArmorAdapter.isMatch(match)
    }

    private func inspected(_ node: AnswerNode, _ verdict: inout VerdictBuilder) throws(AdapterError) -> Bool {
        let result = try node.object()
        guard try isMatch(result) else { return false }
        let findings = try result.list("findings")
        let offsets = CodePointIndex(window.bytes)
        for node in findings {
            let finding = try node.object()
            let name = try finding.member("infoType")
            verdict.add(
                try Self.names.type(name),
                EntityNames.rule(type, "sdp", try name.string()),
                at: try place(of: finding, node, offsets),
                in: window
            )
        }
        // There is more than it says.
        let isTruncated = try result.optional("findingsTruncated")?.bool() ?? false
        if findings.isEmpty || isTruncated {
            let more = FindingType(rawValue: "SENSITIVE_DATA")
            verdict.add(more, EntityNames.rule(type, "sdp", "more"), in: window)
        }
        return true
    }

    private func place(
        of finding: AnswerObject,
        _ node: AnswerNode,
        _ offsets: CodePointIndex
    ) throws(AdapterError) -> Range<Int>? {
        guard let location = try finding.optional("location")?.object() else { return nil }
        let outside = AdapterError(.offsetOutOfRange, "\(node.path) is not in the text")
        if let range = location.optional("codepointRange") {
            let (start, end) = try ends(of: range)
            guard let range = offsets.bytes(from: start, to: end) else { throw outside }
            return range
        }
        guard let range = location.optional("byteRange") else { return nil }
        let (start, end) = try ends(of: range)
        guard let range = offsets.bytes(fromByte: start, toByte: end) else { throw outside }
        return range
    }

    /// Both ends are 64-bit integers, which this API writes as strings; a start of 0 may be left out.
    private func ends(of node: AnswerNode) throws(AdapterError) -> (Int, Int) {
        let range = try node.object()
        func number(_ node: AnswerNode) throws(AdapterError) -> Int {
            guard let text = node.value.string else { return try node.int() }
            guard let number = Int(text) else { throw node.wrong("an integer") }
            return number
        }
        let start: Int
        if let node = range.optional("start") { start = try number(node) } else { start = 0 }
        return (start, try number(try range.member("end")))
    }

    private func deidentified(_ node: AnswerNode, _ verdict: inout VerdictBuilder) throws(AdapterError) -> Bool {
        let result = try node.object()
        guard try isMatch(result) else { return false }
        for name in try result.list("infoTypes") {
            verdict.add(try Self.names.type(name), EntityNames.rule(type, "sdp", try name.string()), in: window)
        }
        let text = try result.member("data").object().member("text").string()
        let more = FindingType(rawValue: "SENSITIVE_DATA")
        verdict.replace(window, with: text, more, EntityNames.rule(type, "sdp", "more"))
        return true
    }

    /// <https://cloud.google.com/sensitive-data-protection/docs/infotypes-reference>
    private static let names = EntityNames([
        "PERSON_NAME": .personName, "EMAIL_ADDRESS": .email, "PHONE_NUMBER": .phone,
        "STREET_ADDRESS": AdapterFindingTypes.address, "CREDIT_CARD_NUMBER": .creditCard, "IBAN_CODE": .iban,
        "IP_ADDRESS": .ipAddress, "MAC_ADDRESS": .macAddress, "PASSPORT": .passport, "US_PASSPORT": .passport,
        "US_SOCIAL_SECURITY_NUMBER": .socialSecurityNumber,
        "US_INDIVIDUAL_TAXPAYER_IDENTIFICATION_NUMBER": .taxpayerNumber,
        "UK_NATIONAL_INSURANCE_NUMBER": .nationalInsuranceNumber, "JAPAN_INDIVIDUAL_NUMBER": .myNumber,
        "JAPAN_CORPORATE_NUMBER": .corporateNumber, "JAPAN_DRIVERS_LICENSE_NUMBER": .driversLicense,
        "JAPAN_PASSPORT": .passportJapan, "JAPAN_BANK_ACCOUNT": .bankAccountJapan, "GCP_API_KEY": .secret,
        "GCP_CREDENTIALS": .secret, "AWS_CREDENTIALS": .secret, "AZURE_AUTH_TOKEN": .secret, "AUTH_TOKEN": .secret,
        "ENCRYPTION_KEY": .secret, "JSON_WEB_TOKEN": .secret, "OAUTH_CLIENT_SECRET": .secret, "PASSWORD": .secret,
    ])
}
