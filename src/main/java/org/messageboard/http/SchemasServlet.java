package org.messageboard.http;

import jakarta.json.Json;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Serves the schemas of the topic's records, and at {@code /schemas/} a list of them. */
@WebServlet("/schemas/*")
public class SchemasServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final String DIRECTORY = "/WEB-INF/classes/schemas/";
  private static final Pattern FILE = Pattern.compile("v[0-9]+\\.(avsc|schema\\.json)");

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    var path = request.getPathInfo();
    response.setCharacterEncoding("UTF-8");
    if ("/".equals(path)) {
      response.setContentType("application/json");
      response.getWriter().write(list());
    } else if (path != null && FILE.matcher(path.substring(1)).matches()) {
      send(path.substring(1), response);
    } else {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
    }
  }

  private void send(String name, HttpServletResponse response) throws IOException {
    try (var file = getServletContext().getResourceAsStream(DIRECTORY + name)) {
      if (file == null) {
        response.sendError(HttpServletResponse.SC_NOT_FOUND);
        return;
      }
      response.setContentType(
          name.endsWith(".avsc") ? "application/json" : "application/schema+json");
      file.transferTo(response.getOutputStream());
    }
  }

  private String list() {
    var names = Json.createArrayBuilder();
    for (var path : new TreeSet<>(getServletContext().getResourcePaths(DIRECTORY))) {
      names.add(path.substring(DIRECTORY.length()));
    }
    return Json.createObjectBuilder().add("schemas", names).build().toString();
  }
}
