import Governance
import Testing

@Suite struct KeyTextTests {
    @Test func madeOf256RandomBits() {
        let key = Samples.text(1)
        #expect(key.reveal().hasPrefix("sk-km-"))
        #expect(key.reveal().utf8.count == 6 + 43)
        #expect(key.reveal() == Samples.text(1).reveal())
        #expect(key.reveal() != Samples.text(2).reveal())
        #expect(Set((0..<200).map { _ in KeyText.generate().reveal() }).count == 200)
    }

    @Test func readsWhatItMakes() {
        for seed in 0..<100 {
            let text = Samples.text(UInt64(seed)).reveal()
            #expect(KeyText(text)?.reveal() == text)
        }
    }

    @Test(arguments: [
        "", "sk-km-", "sk-km-short", "sk-" + String(repeating: "a", count: 46),
        "SK-KM-" + String(repeating: "a", count: 43),
        "sk-km-" + String(repeating: "a", count: 42), "sk-km-" + String(repeating: "a", count: 44),
        "sk-km-" + String(repeating: "a", count: 42) + "=", "sk-km-" + String(repeating: "a", count: 42) + " ",
        "sk-km-" + String(repeating: "é", count: 43), " sk-km-" + String(repeating: "a", count: 43),
    ])
    func refusesOtherTexts(text: String) {
        #expect(KeyText(text) == nil)
    }

    @Test func showsFourCharactersAndNoMore() {
        let key = Samples.text(1)
        let text = key.reveal()
        #expect(key.prefix == text.prefix(10) + "…")
        #expect("\(key)" == key.prefix && String(reflecting: key) == key.prefix)
        #expect(KeyText.prefix(of: "my-own-secret-key") == "…")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains(text))
    }

    @Test func secretsNeverPrint() throws {
        let signing = try #require(SigningSecret("a-secret-of-the-configuration-000"))
        let secrets: [(Any, String)] = [
            (SecretText("hush-hush"), "hush-hush"), (signing, "a-secret-of"), (Samples.pepper, "1, 1, 1"),
            (KeyDigest(of: Samples.text(1), pepper: Samples.pepper), "0x"),
            (SessionToken.generate(), "-"), (BootstrapToken.generate(), "km-bootstrap"),
        ]
        for (secret, part) in secrets {
            var dumped = ""
            dump(secret, to: &dumped)
            for text in ["\(secret)", String(reflecting: secret), dumped] where part != "-" {
                #expect(!text.contains(part), "\(type(of: secret))")
            }
            #expect(Mirror(reflecting: secret).children.isEmpty)
        }
    }
}
