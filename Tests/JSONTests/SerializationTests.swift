import JSON
import Testing

struct SerializationTests {
    private let value: JSON = [
        "b": [1, -0.5, nil, [], [:]], "a": ["ü": true, "z": "x\ny"], "\u{10000}": 1.0,
    ]

    @Test func `writes compact text in the order of insertion`() {
        #expect(value.text() == #"{"b":[1,-0.5,null,[],{}],"a":{"ü":true,"z":"x\ny"},"𐀀":1.0}"#)
        #expect("\(value)" == value.text(.compact))
    }

    @Test func `writes pretty text with two spaces a level`() {
        let expected = """
            {
              "b": [
                1,
                -0.5,
                null,
                [],
                {}
              ],
              "a": {
                "ü": true,
                "z": "x\\ny"
              },
              "𐀀": 1.0
            }
            """
        #expect(value.text(.pretty) == expected)
    }

    @Test func `writes canonical text that does not depend on the order`() {
        #expect(value.text(.canonical) == #"{"a":{"z":"x\ny","ü":true},"b":[1,-0.5,null,[],{}],"𐀀":1}"#)
        let shuffled: JSON = ["\u{10000}": 1, "a": ["z": "x\ny", "ü": true], "b": [1, -0.5, nil, [], [:]]]
        #expect(shuffled.text(.canonical) == value.text(.canonical))
    }

    @Test func `escapes quotes, backslashes and control characters and nothing else`() {
        let text = "\"\\/\u{0}\u{1F}\u{8}\t\n\u{C}\r\u{7F}é\u{2028}😀"
        #expect(JSON.string(text).text() == #""\"\\/\u0000\u001f\b\t\n\f\r"# + "\u{7F}é\u{2028}😀\"")
        #expect(
            JSON.string("plain text of more than eight bytes \"").text()
                == #""plain text of more than eight bytes \"""#
        )
    }

    @Test func `writes null for what is no number`() {
        #expect(JSON.array([.double(.nan), .double(.infinity)]).text() == "[null,null]")
    }

    @Test func `writes lines`() {
        var writer = JSONWriter()
        for row in 1...2 {
            writer.beginObject()
            writer.key("row")
            writer.integer(row)
            writer.key("tickets")
            writer.beginArray()
            writer.string("A-1")
            writer.value(["x": nil])
            writer.raw("7".utf8)
            writer.endArray()
            writer.key("debt")
            writer.bool(row == 1)
            writer.endObject()
            writer.endLine()
        }
        let expected = """
            {"row":1,"tickets":["A-1",{"x":null},7],"debt":true}
            {"row":2,"tickets":["A-1",{"x":null},7],"debt":false}

            """
        #expect(String(decoding: writer.bytes, as: UTF8.self) == expected)
        writer.removeAll()
        writer.null()
        #expect(writer.bytes == Array("null".utf8))
    }
}
