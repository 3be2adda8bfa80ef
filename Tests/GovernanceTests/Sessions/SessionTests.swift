import Governance
import Testing

@Suite struct SessionTests {
    private static let now = Samples.now
    private let policy = SessionPolicy(idle: 100, absolute: 1000, touch: 10)
    private let user = Samples.user("user_1", .member)

    private func session(_ seed: UInt64 = 1) -> (SessionToken, Session) {
        var random = SeededRandom(seed)
        let token = SessionToken.generate(using: &random)
        return (token, Session(digest: token.digest, user: "user_1", created: Self.now))
    }

    @Test func tokensAreRandomAndReadBack() {
        let token = session().0
        #expect(token.reveal().utf8.count == 43)
        #expect(SessionToken(token.reveal())?.digest == token.digest)
        #expect(Set((0..<100).map { _ in SessionToken.generate().reveal() }).count == 100)
        for text in [
            "", "short", token.reveal() + "x", token.reveal().dropLast() + "=", token.reveal().dropLast() + "é",
        ] {
            #expect(SessionToken(text) == nil)
        }
    }

    @Test(
        arguments: [
            (0, 0, true), (99, 0, true), (100, 0, false), (500, 450, true), (999, 950, true), (1000, 999, false),
            (1050, 1049, false),
        ] as [(Int64, Int64, Bool)]
    )
    func endAtRestAndInAnyCase(at time: Int64, lastUsed: Int64, isValid: Bool) {
        var session = session().1
        session.lastUsed = Self.now.adding(seconds: lastUsed)
        #expect(session.isValid(for: user, now: Self.now.adding(seconds: time), policy: policy) == isValid)
    }

    @Test func endWithTheirUser() {
        let session = session().1
        func isValid(_ user: User?) -> Bool { session.isValid(for: user, now: Self.now, policy: policy) }
        #expect(isValid(user))
        #expect(!isValid(nil) && !isValid(Samples.user("user_2", .owner)))
        var disabled = user
        disabled.isDisabled = true
        #expect(!isValid(disabled))
        var changed = user
        changed.passwordChanged = Self.now.adding(seconds: -1)
        #expect(isValid(changed))
        changed.passwordChanged = Self.now.adding(seconds: 1)
        #expect(!isValid(changed))
    }

    @Test func usesAreWrittenDownSeldom() {
        let session = session().1
        #expect(session.touched(now: Self.now.adding(seconds: 9), policy: policy) == nil)
        let touched = session.touched(now: Self.now.adding(seconds: 10), policy: policy)
        #expect(touched?.lastUsed == Self.now.adding(seconds: 10) && touched?.created == Self.now)
    }

    @Test func csrfTokensBelongToOneSession() {
        let token = session(1).0
        #expect(token.accepts(csrf: token.csrfToken))
        #expect(token.csrfToken != token.reveal() && token.csrfToken.utf8.count == 43)
        for wrong in [nil, "", session(2).0.csrfToken, token.reveal(), token.csrfToken + "x"] {
            #expect(!token.accepts(csrf: wrong))
        }
    }

    @Test func cookiesAreOutOfOthersReach() {
        let token = session().0
        #expect(
            SessionCookie.set(token, isSecure: true, policy: policy)
                == "__Host-kanmon_session=\(token.reveal()); Max-Age=1000; Path=/; HttpOnly; SameSite=Strict; Secure"
        )
        #expect(
            SessionCookie.set(token, isSecure: false, policy: policy)
                == "kanmon_session=\(token.reveal()); Max-Age=1000; Path=/; HttpOnly; SameSite=Strict"
        )
        #expect(
            SessionCookie.clear(isSecure: true)
                == "__Host-kanmon_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure"
        )
    }

    @Test func tokensAreFoundAmongCookies() {
        let text = session(1).0.reveal()
        let other = session(2).0.reveal()
        func found(_ cookies: String, isSecure: Bool = true) -> String? {
            SessionCookie.token(in: cookies, isSecure: isSecure)?.reveal()
        }
        #expect(found("__Host-kanmon_session=\(text)") == text)
        #expect(found("a=b; __Host-kanmon_session=\(text); c=d") == text)
        #expect(found("a=b;__Host-kanmon_session=\(text)") == text)
        // Where TLS is in use a cookie that anybody on the plain port could plant does not count.
        #expect(found("kanmon_session=\(text)") == nil)
        #expect(found("kanmon_session=\(text)", isSecure: false) == text)
        #expect(found("__Host-kanmon_session=\(text); __Host-kanmon_session=\(other)") == nil)
        #expect(found("__Host-kanmon_session=\(text); __Host-kanmon_session=\(text)") == text)
        #expect(found("x__Host-kanmon_session=\(text)") == nil)
        #expect(found("__Host-kanmon_session=\"\(text)\"") == nil)
        #expect(found("") == nil)
    }

    @Test func theBootstrapTokenIsAcceptedUntilThereIsAnOwner() {
        let token = BootstrapToken.generate()
        let digest = token.digest(pepper: Samples.pepper)
        #expect(token.reveal().hasPrefix("km-bootstrap-"))
        #expect(BootstrapToken.accepts(SecretText(token.reveal()), digest: digest, pepper: Samples.pepper))
        #expect(!BootstrapToken.accepts(SecretText(token.reveal()), digest: nil, pepper: Samples.pepper))
        #expect(!BootstrapToken.accepts(SecretText(token.reveal()), digest: digest, pepper: Samples.pepper(2)))
        #expect(!BootstrapToken.accepts(SecretText(""), digest: digest, pepper: Samples.pepper))
        let other = SecretText(BootstrapToken.generate().reveal())
        #expect(!BootstrapToken.accepts(other, digest: digest, pepper: Samples.pepper))
    }
}
