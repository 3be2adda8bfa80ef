import Governance
import Testing

@Suite struct PasswordTests {
    /// Cheap enough for tests.
    private static let cost = PasswordHash.Cost(logN: 4, blockSize: 8, parallelism: 1)
    private let hasher = PasswordHasher(cost: cost)
    private let password = SecretText("correct horse battery")

    /// RFC 7914 §12, third vector: N = 16384, r = 8, p = 1, salt "SodiumChloride".
    @Test func isScryptAsTheStandardHasIt() throws {
        let known = try #require(
            PasswordHash(
                "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$cCO9yzr9c0hGHAbNgf"
                    + "046/2o+7qQT44+qbVD9lRdofLVQylVYT8Pz2LUlwUkKpr55h6F3A1lHkDfzwF7RVdYhw"
            )
        )
        #expect(try hasher.verify(SecretText("pleaseletmein"), against: known))
        #expect(try !hasher.verify(SecretText("pleaseletmeout"), against: known))
    }

    @Test func verifiesWhatItHashes() throws {
        let hash = try hasher.hash(password)
        #expect(try hasher.verify(password, against: hash))
        for wrong in ["", "correct horse batter", "correct horse battery ", "Correct horse battery"] {
            #expect(try !hasher.verify(SecretText(wrong), against: hash))
        }
        #expect(try !hasher.verify(password, against: nil))
        #expect(try !hasher.verify(SecretText(String(repeating: "x", count: 1025)), against: hash))
    }

    @Test func saltsDiffer() throws {
        #expect(try hasher.hash(password) != hasher.hash(password))
        var first = SeededRandom(1)
        var second = SeededRandom(1)
        #expect(try hasher.hash(password, using: &first) == hasher.hash(password, using: &second))
    }

    @Test func hashesAreReadAsTheyAreWritten() throws {
        let hash = try hasher.hash(password)
        #expect(hash.text.hasPrefix("$scrypt$ln=4,r=8,p=1$"))
        #expect(PasswordHash(hash.text) == hash)
        #expect(!"\(hash)".contains("scrypt") && !String(reflecting: hash).contains("scrypt"))
    }

    @Test(arguments: [
        "", "plain", "$scrypt$", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA", "$bcrypt$ln=4,r=8,p=1$@",
        "$scrypt$ln=4,r=8$@", "$scrypt$r=8,ln=4,p=1$@", "$scrypt$ln=04,r=8,p=1$@", "$scrypt$ln=-4,r=8,p=1$@",
        // What would take the machine down.
        "$scrypt$ln=63,r=8,p=1$@", "$scrypt$ln=19,r=8,p=1$@", "$scrypt$ln=18,r=32,p=1$@", "$scrypt$ln=15,r=8,p=17$@",
        "$scrypt$ln=15,r=9999,p=1$@", "$scrypt$ln=99999,r=8,p=1$@", "$scrypt$ln=0,r=8,p=1$@", "$scrypt$ln=15,r=0,p=1$@",
        // Bad base64: padding, other letters, stray bits, short.
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAA-$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAB$AAAAAAAAAAAAAAAAAAAAAA",
        "$scrypt$ln=4,r=8,p=1$AAAA$AAAAAAAAAAAAAAAAAAAAAA", "$scrypt$ln=4,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "x@",
        "@$",
    ])
    func refusesOtherTexts(text: String) {
        let good = "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA"
        #expect(PasswordHash("$scrypt$ln=4,r=8,p=1$" + good) != nil)
        #expect(PasswordHash(text.replacing("@", with: good)) == nil)
    }

    @Test func costsOfOthersAreHashedAnew() throws {
        let hash = try hasher.hash(password)
        #expect(!hasher.needsRehash(hash))
        let dearer = PasswordHasher(cost: .init(logN: 5, blockSize: 8, parallelism: 1))
        #expect(dearer.needsRehash(hash))
        #expect(try dearer.verify(password, against: hash))
    }

    /// The cost in use works on this machine, and is the one that OWASP names beside N = 2^17.
    @Test func theStandardCostWorks() throws {
        let standard = PasswordHasher()
        #expect(standard.cost == .init(logN: 15, blockSize: 8, parallelism: 3))
        #expect(PasswordHasher(cost: .init(logN: 60, blockSize: 8, parallelism: 1)).cost == .standard)
        let hash = try standard.hash(password)
        #expect(try standard.verify(password, against: hash))
    }

    @Test(arguments: [
        ("short", PasswordRules.Problem.tooShort), ("elevenchars", .tooShort), ("ééééééééééé", .tooShort),
        (String(repeating: "abcdef", count: 171), .tooLong), ("aaaaaaaaaaaaaaaa", .tooSimple),
        ("abababababababab", .tooSimple), ("my-name-is-Akiko-1", .tooSimple),
    ])
    func refusesWeakPasswords(text: String, problem: PasswordRules.Problem) {
        #expect(throws: problem) { try PasswordRules.check(SecretText(text), user: "akiko") }
    }

    @Test(arguments: ["twelve chars", "パスワードは長いほうがいいです", "correct horse battery staple"])
    func takesLongOnes(text: String) throws {
        try PasswordRules.check(SecretText(text), user: "akiko")
        // Too short a name is in every other word.
        try PasswordRules.check(SecretText(text), user: "a")
    }
}
