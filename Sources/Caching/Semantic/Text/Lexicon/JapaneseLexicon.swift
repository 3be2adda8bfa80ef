enum JapaneseLexicon {
    static let tables = ["""
fn | は
password, パスワード
"""]
}
