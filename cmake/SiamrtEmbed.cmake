# siamrt_embed(HEADER NAMESPACE FILE ...): text files as constants of a header in the build's generated folder,
# anew whenever a file changes. page.css becomes `constexpr std::string_view page_css`.

if(CMAKE_SCRIPT_MODE_FILE)
  set(text "// Written by CMake from text files of the source tree.\n#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
  string(REPLACE "|" ";" FILES "${FILES}")
  foreach(file ${FILES})
    file(READ ${file} content)
    get_filename_component(name ${file} NAME)
    string(MAKE_C_IDENTIFIER ${name} name)
    string(APPEND text "constexpr std::string_view ${name} = R\"embedded(${content})embedded\";\n")
  endforeach()
  file(WRITE ${HEADER} "${text}}  // namespace ${NAMESPACE}\n")
  return()
endif()

function(siamrt_embed header namespace)
  set(files)
  foreach(file ${ARGN})
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  list(JOIN files "|" joined)
  add_custom_command(
    OUTPUT ${PROJECT_BINARY_DIR}/generated/${header}
    COMMAND ${CMAKE_COMMAND} -DHEADER=${PROJECT_BINARY_DIR}/generated/${header} -DNAMESPACE=${namespace} -DFILES=${joined}
            -P ${PROJECT_SOURCE_DIR}/cmake/SiamrtEmbed.cmake
    DEPENDS ${files} ${PROJECT_SOURCE_DIR}/cmake/SiamrtEmbed.cmake VERBATIM COMMENT "Embedding ${header}")
endfunction()
