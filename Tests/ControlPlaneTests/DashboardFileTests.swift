import Gateway
import NIOCore
import Testing

@testable import ControlPlane

/// The dashboard's files, as the binary has them.
struct DashboardFileTests {
    private static let files = DashboardFiles(assets: [
        "index.html": DashboardAsset(name: "index.html", bytes: ByteBuffer(string: "<!doctype html>")),
        "js/app.js": DashboardAsset(name: "js/app.js", bytes: ByteBuffer(string: "export {}")),
    ])

    private func ask(
        _ path: String,
        method: String = "GET",
        fields: [(name: String, value: String)] = [],
        of files: DashboardFiles = files
    ) -> ControlAnswer? {
        files.answer(ControlRequest(method: method, path: path, fields: fields, id: "r"))
    }

    private func field(_ name: String, _ answer: ControlAnswer?) -> String? {
        answer?.fields.first { $0.name == name }?.value
    }

    private func text(_ answer: ControlAnswer?) -> String? {
        guard case .whole(let bytes) = answer?.body else { return nil }
        return String(buffer: bytes)
    }

    @Test(
        "are found by their names, and by no other spelling of them",
        arguments: [
            ("/ui/", 200), ("/ui/assets/js/app.js", 200), ("/ui/assets/index.html", 404), ("/ui/index.html", 404),
            ("/ui/js/app.js", 404), ("/ui/assets/", 404), ("/ui/assets", 404), ("/ui/assets//js/app.js", 404),
            ("/ui/assets/../index.html", 404), ("/ui/assets/%6as/app.js", 404), ("/ui/nothing", 404), ("/ui//", 404),
            ("/ui", 302), ("/", 302),
        ]
    )
    func paths(path: String, status: Int) {
        let answer = ask(path)
        #expect(answer?.status == status)
        if status == 302 { #expect(field("location", answer) == "/ui/") }
    }

    @Test("leave the admin API alone", arguments: ["/admin", "/admin/v1/keys", "/admin/v1/ui/"])
    func others(path: String) { #expect(ask(path) == nil) }

    @Test(
        "tell their type",
        arguments: [("/ui/", "text/html; charset=utf-8"), ("/ui/assets/js/app.js", "text/javascript; charset=utf-8")]
    )
    func types(path: String, type: String) { #expect(field("content-type", ask(path)) == type) }

    @Test("have a tag each, by which a browser that has one gets it no second time")
    func tags() throws {
        let page = try #require(field("etag", ask("/ui/")))
        let script = try #require(field("etag", ask("/ui/assets/js/app.js")))
        #expect(page != script && page.hasPrefix("\"") && page.hasSuffix("\""))
        let again = ask("/ui/", fields: [(name: "if-none-match", value: "\"other\", \(page)")])
        #expect(again?.status == 304)
        #expect(text(again)?.isEmpty == true)
        #expect(field("etag", again) == page)
        #expect(ask("/ui/", fields: [(name: "if-none-match", value: script)])?.status == 200)
    }

    @Test(
        "may do nothing in a browser but what this gateway brings",
        arguments: ["/", "/ui/", "/ui/assets/js/app.js", "/ui/x"]
    )
    func policy(path: String) throws {
        let answer = ask(path)
        let policy = try #require(field("content-security-policy", answer))
        #expect(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"))
        #expect(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"))
        #expect(field("x-content-type-options", answer) == "nosniff")
        #expect(field("referrer-policy", answer) == "no-referrer")
    }

    @Test("are only to be read", arguments: ["POST", "PUT", "DELETE", "OPTIONS"])
    func methods(method: String) {
        let answer = ask("/ui/", method: method)
        #expect(answer?.status == 405)
        #expect(field("allow", answer) == "GET, HEAD")
        #expect(ask("/ui/", method: "HEAD")?.status == 200)
    }

    @Test("are in the binary, and need nobody to have signed in")
    func embedded() async throws {
        let plane = try await TestPlane().plane
        let page = await plane.answer(ControlRequest(method: "GET", path: "/ui/", id: "r"))
        #expect(page.status == 200)
        #expect(text(page)?.hasPrefix("<!doctype html>") == true)
        for (name, asset) in DashboardAsset.all where name != "index.html" {
            let answer = await plane.answer(ControlRequest(method: "GET", path: "/ui/assets/\(name)", id: "r"))
            #expect(answer.status == 200 && text(answer)?.isEmpty == false)
            #expect(asset.mediaType != "application/octet-stream", "no type is known for \(name)")
        }
    }
}
