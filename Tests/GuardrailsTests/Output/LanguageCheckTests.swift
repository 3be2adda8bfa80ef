import Testing

@testable import Guardrails

@Suite struct LanguageCheckTests {
    private static let japanese = "ご質問ありがとうございます。返金は三営業日以内に行われます。"
    private static let english = "Thank you for your question. The refund will be made within three business days."
    private static let german =
        "Vielen Dank für die Frage. Die Rückzahlung wird in drei Tagen gemacht und es ist nicht zu spät, denn sie ist auf dem Weg zu uns."
    private static let russian = "Спасибо за ваш вопрос. Возврат будет сделан в течение трёх дней."

    @Test(arguments: [
        (japanese, true), (english, true), (russian, false), (german, false), ("はい", true), ("OK", true), ("", true),
        ("东京是日本的首都，我们在这里说中文，这是一个很好的例子，请你看看这些字吧", false), ("```python\nprint(1)\n```", true),
        ("{\"name\": \"Taro\", \"city\": \"Tokyo\", \"list\": [\"alpha\", \"beta\", \"gamma\"]}", true),
        ("東京都千代田区", true),
        ("한국어로 대답하겠습니다. 환불은 삼 일 안에 처리됩니다.", false),
    ])
    func `languages that are not listed are found`(answer: String, isAllowed: Bool) throws {
        let rules = try outputRules(.language(LanguageCheck(.oneOf([.japanese, .english]))), answer)
        #expect(rules == (isAllowed ? [] : ["language.list"]))
    }

    @Test(arguments: [
        (japanese, japanese, true), (japanese, english, false), (english, japanese, false), (english, english, true),
        ("はい", english, true),
        (japanese, "OK", true), ("", english, true), (german, english, false),
        (japanese, "OpenAIのAPIはJSONでrequestを送り、responseを受け取ります。", true),
        (english, "Use this:\n```\n// 日本語のコメントがここにあります\n```\nIt works for you and all of us.", true),
    ])
    func `the answer is in the question's language`(question: String, answer: String, isSame: Bool) throws {
        let asked = OutputQuestion(lastUserText: Array(question.utf8))
        let rules = try outputRules(.language(LanguageCheck(.sameAsQuestion)), answer, of: asked)
        #expect(rules == (isSame ? [] : ["language.same"]))
    }
}
