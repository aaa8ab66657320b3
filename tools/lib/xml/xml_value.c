/* xml_value.c: the four types of XPath 1.0 and its conversions between them. */
#include "xml/xml_int.h"

#include <string.h>

#include "base/blank.h"

bool
xml_is_blank(const char *text)
{
    return blank_is_text(text);
}

xml_value
xml_value_of_string(const char *s)
{
    return (xml_value){.type = XML_STRING, .string = s};
}

xml_value
xml_value_of_number(double n)
{
    return (xml_value){.type = XML_NUMBER, .number = n};
}

xml_value
xml_value_of_boolean(bool b)
{
    return (xml_value){.type = XML_BOOLEAN, .boolean = b};
}

const char *
xml_value_string(arena *a, const xml_value *v)
{
    switch (v->type) {
    case XML_NODES:
        return v->count ? xml_text(a, v->nodes[0]) : "";
    case XML_BOOLEAN:
        return v->boolean ? "true" : "false";
    case XML_NUMBER:
        return decimal_text(a, v->number);
    default:
        return v->string;
    }
}

bool
xml_value_boolean(const xml_value *v)
{
    switch (v->type) {
    case XML_NODES:
        return v->count > 0;
    case XML_BOOLEAN:
        return v->boolean;
    case XML_NUMBER:
        return v->number < 0 || v->number > 0; /* neither zero nor NaN */
    default:
        return v->string[0] != '\0';
    }
}

static bool
says_something(const xml_node *n)
{
    if (xml_is_element(n) && (n->properties || !n->children || xml_first_element(n)))
        return true;
    xmlChar *text = xmlNodeGetContent(n);
    const bool says = text && !xml_is_blank((const char *)text);
    xmlFree(text);
    return says;
}

bool
xml_value_holds(const xml_value *v)
{
    if (v->type != XML_NODES)
        return v->type == XML_STRING ? !xml_is_blank(v->string) : xml_value_boolean(v);
    for (size_t i = 0; i < v->count; i++)
        if (says_something(v->nodes[i]))
            return true;
    return false;
}

double
xml_value_number(const xml_value *v)
{
    switch (v->type) {
    case XML_NUMBER:
        return v->number;
    case XML_BOOLEAN:
        return v->boolean;
    case XML_STRING:
        return xmlXPathCastStringToNumber((const xmlChar *)v->string);
    default: {
        xmlChar *text = v->count ? xmlNodeGetContent(v->nodes[0]) : NULL;
        const double n = xmlXPathCastStringToNumber(text ? text : (const xmlChar *)"");
        xmlFree(text);
        return n;
    }
    }
}
