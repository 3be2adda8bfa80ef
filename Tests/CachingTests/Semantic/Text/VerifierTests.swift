import Testing

@testable import Caching

@Suite struct VerifierTests {
    @Test(arguments: [
        ("return policy for 2024", "return policy for 2025", Disagreement.Code.date),
        ("返品ポリシー 令和6年", "返品ポリシー 令和7年", .date),
        ("expenses under 50 dollars", "expenses under 75 dollars", .number),
        ("1万円の経費", "2万円の経費", .number),
        ("2 adults and 3 children", "3 adults and 2 children", .number),
        ("open at 9am", "open at 9pm", .time),
        ("午前9時に予約", "午後9時に予約", .time),
        ("install version 2.1.3", "install version 2.1.4", .version),
        ("is it 10 km", "is it 10 miles", .unit),
        ("手数料は100円", "手数料は100ドル", .unit),
        ("the dress code in Tokyo", "the dress code in Osaka", .entity),
        ("call get_user()", "call set_user()", .entity),
        ("Can I log in with a password?", "Can I log in without a password?", .negation),
        ("経費として認められるもの", "経費として認められないもの", .negation),
        ("Which invoices are paid?", "Which invoices are unpaid?", .negation),
        ("東京の店舗", "東京以外の店舗", .negation),
        ("How do I enable it", "How do I disable it", .antonym),
        ("通知を有効にする", "通知を無効にする", .antonym),
        ("convert USD to JPY", "convert JPY to USD", .direction),
        ("円をドルに換算", "ドルを円に換算", .direction),
        ("merge branch A into branch B", "merge branch B into branch A", .direction),
        ("AブランチをBブランチにマージ", "BブランチをAブランチにマージ", .direction),
        ("gifts to clients", "gifts from clients", .direction),
        ("orders over 100", "orders under 100", .direction),
        ("Can a manager override an employee?", "Can an employee override a manager?", .order),
        ("When can I request a refund?", "How can I request a refund?", .question),
        ("研修はいつですか", "研修はどこですか", .question),
        ("Do I have to attend?", "Can I attend?", .question),
        ("How do I book a flight?", "How do I book a hotel?", .word),
        ("どうすればいい", "what to do", .language),
    ]) func `texts that disagree are told apart, and why`(left: String, right: String, code: Disagreement.Code) {
        for (first, second) in [(left, right), (right, left)] {
            guard case .different(let found) = Verifier().verify(AnalyzedText(first), AnalyzedText(second)) else {
                Issue.record("'\(first)' and '\(second)' count as the same")
                continue
            }
            #expect(found.code == code)
        }
    }

    @Test(arguments: [
        ("How do I reset my password?", "What's the procedure for resetting a password?"),
        ("I can't log in to the portal.", "Unable to sign in to the portal"),
        ("Is a receipt required for expenses under $25?", "Do I need a receipt for expenses under 25 dollars?"),
        ("move from MySQL to Postgres", "move to Postgres from MySQL"),
        ("What happens after two failed logins?", "What happens after 2 failed logins?"),
        ("令和6年度の予算", "2024年度の予算"),
        ("VPNに接続できません", "VPNにつながらないのですが"),
        ("有給休暇の申請方法を教えてください。", "有休を申請するにはどうしたらいいですか？"),
        ("領収書は必要ですか？", "領収書は必要でしょうか"),
        ("How do I install the dependancies", "How do I install the dependancies please"),
        ("receive the reciept", "receive the receipt"),
    ]) func `texts that ask the same are the same`(left: String, right: String) {
        #expect(Verifier().verify(AnalyzedText(left), AnalyzedText(right)) == .same)
    }

    @Test func `a word of middle weight in one text alone makes them similar`() {
        let verdict = Verifier().verify(
            AnalyzedText("change the account password"),
            AnalyzedText("change the password")
        )
        #expect(verdict == .similar("account"))
    }

    @Test func `an over-long text is not compared`() {
        let text = AnalyzedText(String(repeating: "reset password ", count: 2000))
        #expect(Verifier().verify(text, text) == .different(Disagreement(code: .length, left: "", right: "")))
    }

    @Test func `contradictions alone count where a model tells synonyms`() {
        let lenient = Verifier(strictness: .contradictions)
        let left = AnalyzedText("How do I book a flight for 2 people?")
        #expect(lenient.verify(left, AnalyzedText("How can I arrange air travel for 2 people?")) == .same)
        #expect(lenient.verify(left, AnalyzedText("How can I arrange air travel for 3 people?")) != .same)
        #expect(lenient.verify(left, AnalyzedText("How do I book a Lufthansa flight for 2 people?")) != .same)
    }

    @Test func `verifying does not depend on the order of the texts`() {
        let texts = [
            "How do I reset my password?", "resetting passwords", "Can I reset my VPN password?", "reset 2 passwords",
            "why can't I reset it", "move from A to B", "move from B to A",
        ].map { AnalyzedText($0) }
        for left in texts {
            for right in texts {
                let forward = Verifier().verify(left, right) == .same
                let backward = Verifier().verify(right, left) == .same
                #expect(forward == backward)
            }
        }
    }
}
