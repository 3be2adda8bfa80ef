import Guardrails
import JSONText
import Testing

@testable import GuardAdapters

@Suite("Services' names")
struct EntityNamesTests {
    @Test(
        "names are written in capitals with underscores",
        arguments: [
            ("PHONE_NUMBER", "PHONE_NUMBER"), ("PhoneNumber", "PHONE_NUMBER"), ("phone-number", "PHONE_NUMBER"),
            ("USBankAccountNumber", "US_BANK_ACCOUNT_NUMBER"), ("IPAddress", "IP_ADDRESS"),
            ("hate/threatening", "HATE_THREATENING"),
            ("self check input", "SELF_CHECK_INPUT"), ("社員番号", "CUSTOM"), ("--", "CUSTOM"), ("S10", "S10"),
            ("<b>\n", "B"),
        ]
    )
    func capitals(name: String, expected: String) { #expect(EntityNames.capitals(name) == expected) }

    @Test("a rule's name is the service's and what it says")
    func rules() {
        #expect(EntityNames.rule(.openAIModeration, "hate/threatening") == "openai-moderation.hate-threatening")
        #expect(EntityNames.rule(.bedrock, "pii", "NAME") == "bedrock.pii.name")
        #expect(EntityNames.rule(.nemo, String(repeating: "a", count: 1000)).utf8.count < 100)
    }

    @Test("known names are the kinds of the built-in detectors, and names of no length or too much are none")
    func types() throws {
        let names = EntityNames(["PERSON": .personName])
        #expect(try names.type(AnswerNode("PERSON", at: "x")) == .personName)
        #expect(try names.type(AnswerNode("Nhs", at: "x")) == FindingType(rawValue: "NHS"))
        for wrong in [
            AnswerNode("", at: "x"), AnswerNode(1, at: "x"),
            AnswerNode(.string(String(repeating: "a", count: 65)), at: "x"),
        ] {
            #expect(throws: AdapterError.self) { try names.type(wrong) }
        }
    }
}
