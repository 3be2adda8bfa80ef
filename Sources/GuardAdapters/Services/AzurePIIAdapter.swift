internal import Guardrails
internal import JSONText

/// Azure AI Language, personal data: `POST /language/:analyze-text`, five documents of at most 5,120 characters, offsets asked for
/// in code points (<https://learn.microsoft.com/rest/api/language/analyze-text/analyze-text/analyze-text>, sections
/// `PiiTaskParameters`, `PiiTaskResult`, `DocumentWarning` and `StringIndexType`; limits:
/// <https://learn.microsoft.com/azure/ai-services/language-service/concepts/data-limits>).
///
/// Answers of the versions from `2023-04-01` to `2026-05-01` are read: `type`, `tags` and `mask` of newer ones say nothing that is
/// needed, and what the service itself has redacted is not taken. A document that it has cut is one that was not looked at; its
/// warning of very long words is not taken for that. Each thing found has to stand where its offset says.
///
/// Model: the service's `modelVersion`, `latest` where none is set. Options: `api_version` (`2023-04-01`), `language` (`en`; newer
/// versions know `auto`), `categories` (names with commas; those of the language where not set), `domain` (`none`, `phi`).
struct AzurePIIAdapter: WindowedAdapter {
    let type = AdapterType.azurePII
    let connection: AdapterConnection
    let windows = TextWindows(codePoints: 5120, perCall: 5)
    private let version: String
    private let model: String
    private let language: String
    private let domain: String
    private let categories: [String]?

    init(
        _ connection: AdapterConnection,
        _ model: String?,
        _ options: inout AdapterOptions
    ) throws(AdapterSettingError) {
        self.connection = connection
        self.model = model ?? "latest"
        version = try options.azureVersion(default: "2023-04-01")
        language = try AdapterOptions.name(try options.text("language") ?? "en", "options.language", signs: "-_")
        domain = try options.word("domain", of: ["none", "phi"], default: "none")
        categories = try options.list("categories")
    }

    func request(for batch: [TextWindow], of question: AdapterQuestion) -> AdapterRequest {
        var parameters: JSONObject = [
            "modelVersion": .string(model), "domain": .string(domain), "stringIndexType": "UnicodeCodePoint",
        ]
        if let categories { parameters["piiCategories"] = .array(categories.map(JSONValue.string)) }
        let documents = batch.enumerated().map { number, window -> JSONValue in
            ["id": .string("\(number)"), "language": .string(language), "text": .string(window.string)]
        }
        return connection.request(
            "/language/:analyze-text?api-version=\(version)",
            [
                "kind": "PiiEntityRecognition", "parameters": .object(parameters),
                "analysisInput": ["documents": .array(documents)],
            ],
            tokenField: "ocp-apim-subscription-key"
        )
    }

    func read(
        _ answer: AdapterAnswer,
        for batch: [TextWindow],
        of question: AdapterQuestion,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let root = try AnswerNode(answer).object()
        _ = try root.member("kind").word(of: ["PiiEntityRecognitionResults"])
        let results = try root.member("results").object()
        guard try results.member("errors").elements().isEmpty else {
            throw AdapterError(.incomplete, "the answer names documents that were not looked at")
        }
        let documents = try results.member("documents")
        var left = Set(batch.indices)
        for node in try documents.elements() {
            let document = try node.object()
            guard let number = Int(try document.member("id").string()), left.remove(number) != nil else {
                throw node.wrong("one of the documents")
            }
            for warning in try document.member("warnings").elements() {
                guard try warning.object().member("code").string() != "DocumentTruncated" else {
                    throw AdapterError(.incomplete, "\(node.path) was cut")
                }
            }
            try read(try document.member("entities"), in: batch[number], into: &verdict)
        }
        guard left.isEmpty else { throw AdapterError(.incomplete, "\(documents.path) does not have all documents") }
    }

    private func read(
        _ entities: AnswerNode,
        in window: TextWindow,
        into verdict: inout VerdictBuilder
    ) throws(AdapterError) {
        let entities = try entities.elements()
        guard !entities.isEmpty else { return }
        let offsets = CodePointIndex(window.bytes)
        for node in entities {
            let entity = try node.object()
            let category = try entity.member("category")
            let start = try entity.member("offset").int()
            let (end, isTooFar) = start.addingReportingOverflow(try entity.member("length").int())
            guard !isTooFar, let range = offsets.bytes(from: start, to: end) else {
                throw AdapterError(.offsetOutOfRange, "\(node.path) is not in the text")
            }
            // Without the parameter for it the service counts graphemes: masked by such offsets the thing itself would go on.
            let found = window.bytes.dropFirst(range.lowerBound).prefix(range.count)
            guard found.elementsEqual(try entity.member("text").string().utf8) else {
                throw AdapterError(.offsetOutOfRange, "\(node.path) does not stand where it says")
            }
            verdict.add(
                try Self.names.type(category),
                EntityNames.rule(type, try category.string()),
                score: try entity.member("confidenceScore").score(),
                at: range,
                in: window
            )
        }
    }

    /// <https://learn.microsoft.com/azure/ai-services/language-service/personally-identifiable-information/concepts/entity-categories>
    private static let names = EntityNames([
        "Person": .personName, "PhoneNumber": .phone, "Email": .email, "IPAddress": .ipAddress,
        "Address": AdapterFindingTypes.address, "CreditCardNumber": .creditCard,
        "InternationalBankingAccountNumber": .iban, "USSocialSecurityNumber": .socialSecurityNumber,
        "USIndividualTaxpayerIdentification": .taxpayerNumber, "UKNationalInsuranceNumber": .nationalInsuranceNumber,
        "JPMyNumberPersonal": .myNumber, "JPMyNumberCorporate": .corporateNumber,
        "JPDriversLicenseNumber": .driversLicense, "JPPassportNumber": .passportJapan,
        "JPBankAccountNumber": .bankAccountJapan, "JPResidenceCardNumber": .residenceCard,
        "JPResidentRegistrationNumber": .residentCode, "DateOfBirth": .birthDate, "PassportNumber": .passport,
        "USUKPassportNumber": .passport, "Password": .secret, "AzureDocumentDBAuthKey": .secret,
        "AzureIAASDatabaseConnectionAndSQLString": .secret, "AzureIoTConnectionString": .secret,
        "AzurePublishSettingPassword": .secret, "AzureRedisCacheString": .secret, "AzureSAS": .secret,
        "AzureServiceBusString": .secret, "AzureStorageAccountKey": .secret, "AzureStorageAccountGeneric": .secret,
        "SQLServerConnectionString": .secret,
    ])
}
