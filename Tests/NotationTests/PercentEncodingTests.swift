import Notation
import Testing

@Suite struct PercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("aZ09-._~", "aZ09-._~"), ("a b/c?d=e&f", "a%20b%2Fc%3Fd%3De%26f"),
        ("ä€", "%C3%A4%E2%82%AC"),
        ("\n%", "%0A%25"),
    ])
    func `a part of a URL keeps what is unreserved`(text: String, encoded: String) {
        #expect(PercentEncoding.url.encode(text) == encoded)
        #expect(String(decoding: PercentEncoding.decode(encoded.utf8), as: UTF8.self) == text)
    }

    @Test func `others are kept, or alone are encoded`() {
        #expect(PercentEncoding(keeping: "/").encode("a/b-c") == "a/b%2Dc")
        #expect(PercentEncoding(encoding: " ").encode("a b-ä") == "a%20b-ä")
        #expect(PercentEncoding(keeping: "/").keeps(UInt8(ascii: "/")))
        #expect(!PercentEncoding(keeping: "/").keeps(UInt8(ascii: "-")))
    }

    @Test(arguments: ["%", "%4", "%zz", "a%", "100%"])
    func `a percent sign that begins nothing stands for itself`(text: String) {
        #expect(PercentEncoding.decode(text.utf8) == Array(text.utf8))
    }
}
