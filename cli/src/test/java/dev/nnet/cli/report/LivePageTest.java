package dev.nnet.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page is served to this machine, with what happens as events. */
class LivePageTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile String content = "first";
  private LivePage page;

  @BeforeEach
  void serve() throws IOException {
    page = new LivePage(0, () -> content);
  }

  @AfterEach
  void close() {
    page.close();
  }

  private HttpRequest get(String path) {
    return HttpRequest.newBuilder(URI.create(page.address() + path)).build();
  }

  @Test
  void thePageIsMadeForWhoeverAsks() throws Exception {
    assertThat(client.send(get(""), BodyHandlers.ofString()).body()).isEqualTo("first");
    content = "second \u00e4";
    HttpResponse<String> again = client.send(get(""), BodyHandlers.ofString());
    assertThat(again.body()).isEqualTo("second \u00e4");
    assertThat(again.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(client.send(get("other"), BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  @Test
  void eventsComeInOrderUntilTheEnd() throws Exception {
    HttpResponse<Stream<String>> response = client.send(get("events"), BodyHandlers.ofLines());
    assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
    page.send("progress", "{\"done\":0.5}");
    page.send("running", "\"<p>\"");
    Thread closing = new Thread(page::close);
    closing.start();
    List<String> lines = response.body().filter(l -> !l.isEmpty() && !l.startsWith(":")).toList();
    closing.join();
    assertThat(lines)
        .containsExactly(
            "event: progress",
            "data: {\"done\":0.5}",
            "event: running",
            "data: \"<p>\"",
            "event: end",
            "data: {}");
  }

  @Test
  void whoAsksForAnotherPlaceGetsNothing() throws Exception {
    URI address = URI.create(page.address());
    assertThat(address.getHost()).isEqualTo("127.0.0.1");
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStreamReader in = new InputStreamReader(socket.getInputStream());
      assertThat(new BufferedReader(in).readLine()).startsWith("HTTP/1.1 403");
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    int port = URI.create(page.address()).getPort();
    assertThatThrownBy(() -> new LivePage(port, () -> "").close())
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("cannot listen on port " + port + ": ");
  }
}
