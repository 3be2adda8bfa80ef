import ControlPlane
import JSONText
import Testing

@Suite struct TerminalTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("関門", 4), ("ｶﾞ", 2), ("が", 2), ("か\u{3099}", 2), ("é", 1), ("e\u{301}", 1), ("한글", 4),
        ("Ａ", 2), ("🗝️", 2), ("👩‍👩‍👧", 2), ("…", 1), ("𠮷", 2),
    ])
    func widthIsInColumns(text: String, width: Int) {
        #expect(TerminalText.width(text) == width)
    }

    @Test func columnsAreAlignedByWidth() {
        var table = TextTable([("NAME", .left), ("N", .right), ("NOTE", .left)])
        table.append(["研究開発", "7", "x"])
        table.append(["dev", "123"])
        #expect(
            table.text == """
                NAME        N  NOTE
                研究開発    7  x
                dev       123
                """
        )
    }

    @Test func aCellNeverBreaksTheTable() {
        var table = TextTable([("A", .left)])
        table.append(["x\u{1B}[31m\ny\u{9B}", "too many"])
        #expect(table.text == "A\nx?[31m y?")
    }

    @Test func usageEndsInItsTotal() throws {
        let page = try JSONValue(
            parsing: Array(
                """
                {"rows":[{"key":null,"requests":2,"errors":0,"input_tokens":10,"output_tokens":5,"cost_usd":"0.001",
                "cache_hits":4,"saved_usd":"0.2","saved_exact_usd":"0.3","saved_semantic_usd":"0.1",
                "saved_prompt_cache_usd":"-0.2","unpriced_requests":1}],
                "total":{"requests":2,"errors":0,"input_tokens":10,"output_tokens":5,"cost_usd":"0.001",
                "cache_hits":4,"saved_usd":"0.2","saved_exact_usd":"0.3","saved_semantic_usd":"0.1",
                "saved_prompt_cache_usd":"-0.2"}}
                """.utf8
            )
        )
        let lines = AdminView.usage.table(page).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines.count == 3)
        #expect(lines[1] == ["-", "2", "0", "10", "5", "0.001", "1", "4", "0.2", "0.3", "0.1", "-0.2"])
        #expect(lines[2] == ["TOTAL", "2", "0", "10", "5", "0.001", "0", "4", "0.2", "0.3", "0.1", "-0.2"])
    }

    @Test func detailsNameEveryMemberByItsWay() {
        let object: JSONValue = [
            "name": "開発", "tags": ["a", "b"], "metadata": [:], "budgets": [["amount": "1"], ["amount": "2"]],
            "rules": ["tools": false], "end": nil,
        ]
        #expect(
            AdminView.details(object) == """
                name               開発
                tags               a,b
                metadata           -
                budgets[0].amount  1
                budgets[1].amount  2
                rules.tools        false
                end                -
                """
        )
    }
}
