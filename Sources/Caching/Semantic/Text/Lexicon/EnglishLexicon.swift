enum EnglishLexicon {
    static let tables = ["""
fn | a, an, the
password, passcode
"""]
}
